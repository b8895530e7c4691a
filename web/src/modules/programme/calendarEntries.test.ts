import { expect, it } from 'vitest';
import type { Plan } from '@/api/types';
import { assignmentEntries, cyclesOfPlan, inOrder, reportEntries, slipEntries } from './calendarEntries';

const plan = {
  cycle: 'quarterly',
  issued: '2017-11-06',
  period: { start: '2016-01-01', end: '2018-12-31', label: { zh: '十三五', en: null } },
  rules: { report: { due_days: 10, close_days: 45, remind_days: 7 } },
} as unknown as Plan;

it('cycles run from the one of the issue to the one of the period’s end', () => {
  expect(cyclesOfPlan(plan).map((one) => `${one.label} ${one.end}`)).toEqual([
    '2017Q4 2017-12-31',
    '2018Q1 2018-03-31',
    '2018Q2 2018-06-30',
    '2018Q3 2018-09-30',
    '2018Q4 2018-12-31',
  ]);
  const monthly = cyclesOfPlan({ ...plan, cycle: 'monthly' });
  expect(monthly.map((one) => one.label).slice(0, 3)).toEqual(['2017-11', '2017-12', '2018-01']);
  expect(monthly.find((one) => one.label === '2018-02')?.end).toBe('2018-02-28');
});

it('reports are due so many days after the cycle, soon within the days of the reminder, past after', () => {
  const states = reportEntries(plan, '2018-07-05').map(
    (one) => `${one.day} ${one.state.text} ${one.settled}`,
  );
  expect(states).toEqual([
    '2018-01-10 已过 true',
    '2018-04-10 已过 true',
    '2018-07-10 临期 false',
    '2018-10-10 未到 false',
    '2019-01-10 未到 false',
  ]);
  expect(reportEntries(plan, '2018-07-10')[2]?.settled, 'on the day itself it is not past').toBe(false);
});

it('a slip stands on the day of its answer, an answered one as settled', () => {
  const unit = { id: 1, slug: 'imr', name: { zh: '资源所', en: null } };
  const slip = { id: 7, unit, level: 'orange', reply_due: '2018-07-01', replied: false };
  const tasks = [{ id: 3, number: 3, title: { zh: '创建重点实验室', en: null } }];
  const at = (more: object) =>
    slipEntries(tasks as never, [{ id: 3, slips: [{ ...slip, ...more }] }] as never);
  expect(at({})).toMatchObject([
    { day: '2018-07-01', title: '资源所答复督办单', note: '3. 创建重点实验室', settled: false },
  ]);
  expect(at({ replied: true })).toMatchObject([{ settled: true, state: { text: '已答复' } }]);
  expect(at({ reply_due: null })).toEqual([]);
});

it('among the entries of a day milestones come first', () => {
  const assigned = { id: 1, unit: null, wording: '补齐记录', due_on: '2018-07-10', state: 'open' };
  const items = assignmentEntries([assigned] as never, '/meetings/5');
  expect(items).toMatchObject([{ to: '/meetings/5', settled: false, state: { text: '待办' } }]);
  const milestone = { ...items[0], kind: 'milestone' as const, key: 'milestone 1' };
  const all = inOrder([...items, ...reportEntries(plan, '2018-07-05'), milestone as never]);
  expect(all.filter((one) => one.day === '2018-07-10').map((one) => one.kind)).toEqual([
    'milestone',
    'report',
    'assignment',
  ]);
});
