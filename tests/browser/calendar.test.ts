// The plan's calendar: what falls on which day, told apart by shape and word, shown and hidden by keyboard.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { person } from '../scenarios/support/cast.ts';
import type { Client } from '../scenarios/support/client.ts';
import { sqlite } from '../scenarios/support/engines.ts';
import { World } from '../scenarios/support/server.ts';
import { openBrowser } from './support/browser.ts';
import { Seat } from './support/seat.ts';

let world: World;
let browser: Browser;
let officer: Client;
let seat: Seat;

beforeAll(async () => {
  world = await World.start(sqlite, ['--now', '2018-02-20'], ['--simulation']);
  browser = await openBrowser();
  officer = await person(world, 'wang', [{ role: 'ministry_officer', scope: { kind: 'all' } }], 'mlr-sti');
  const task = (await officer.get('/api/v1/plans/plan-2017/tasks')).expect(200).body.items[2].id as number;
  (await officer.post('/api/v1/slips', { task, unit: 'igcags', demand: '请说明滞后原因', reply_due: '2018-02-27' })).expect(201);
  const units = ['imr'];
  const demands = ['补齐观测记录', ...Array.from({ length: 7 }, (_, index) => `第${index + 2}项整改`)].map((wording) => ({ unit: 'imr', wording, due_on: '2018-02-28' }));
  (await officer.post('/api/v1/inspections', { plan: 'plan-2017', inspected_on: '2018-02-18', inspectors: '王科技', findings: '记录不全', units, demands })).expect(201);
  (await officer.post('/api/v1/meetings', { plan: 'plan-2017', held_on: '2018-02-19', title: '第二次会议', units, actions: [{ unit: 'imr', wording: '报送专家名单', due_on: '2018-03-15' }] })).expect(201);
  seat = await Seat.take(browser, world.url, 'wang', 'zh');
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});
/** What was seen when something went wrong, in build/screens. */
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await seat.picture('calendar');
});

it('holds milestones, reports, answers to slips and matters charged to units, each with its word', async () => {
  const { page } = seat;
  await page.goto('/workbench/programme/calendar');
  const list = page.getByRole('tabpanel', { name: '按月列表' });
  const rows = list.getByRole('listitem');
  for (const [kind, title, note, state] of [
    ['节点', '1.1 筹建方案完成', '谋划地球深部探测国家实验室', '未到期'],
    ['进展报告', '2018Q1 进展报告应报', '各责任单位', '未到'],
    ['督办答复', '中国地质科学院地质研究所答复督办单', '3. 创建成矿与大陆构造国家重点实验室', '蓝色督办'],
    ['交办事项', '补齐观测记录', '中国地质科学院矿产资源研究所', '待办'],
    ['交办事项', '报送专家名单', '中国地质科学院矿产资源研究所', '待办'],
  ] as const) {
    const row = rows.filter({ has: page.getByRole('link', { name: title, exact: true }) });
    for (const words of [kind, note, state]) await row.getByText(words, { exact: true }).waitFor();
  }
  expect(await list.getByText('2017Q4 进展报告应报').count(), 'what is past and settled is not in the way').toBe(0);
  await page.getByLabel('也显示已过去且已办结的').check();
  await list.getByText('2017Q4 进展报告应报').waitFor();
  expect(await seat.accessibility()).toEqual([]);
});

it('shows by keyboard what is wanted only', async () => {
  const { page } = seat;
  const list = page.getByRole('tabpanel');
  const shown = page.getByRole('group', { name: '显示' });
  await shown.getByRole('checkbox', { name: '节点' }).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await list.getByText('1.1 筹建方案完成').waitFor({ state: 'hidden' });
  expect(await list.getByText('进展报告应报').count()).toBe(0);
  expect(await list.getByRole('link').allInnerTexts()).toHaveLength(1 + 8 + 1);
});

it('names the kind of each entry in the month too, and Enter opens it', async () => {
  const { page } = seat;
  await page.getByRole('tab', { name: '月历' }).click();
  const day = page.getByRole('cell').filter({ hasText: '答复督办单' });
  await day.getByRole('img', { name: '督办答复' }).waitFor();
  const full = page.getByRole('cell').filter({ hasText: '补齐观测记录' });
  expect(await full.getByRole('link').count()).toBe(5);
  await full.getByRole('button', { name: '还有 3 项 2018-02-28' }).click();
  expect(await full.getByRole('link').count()).toBe(8);
  expect(await seat.accessibility()).toEqual([]);
  await day.getByRole('link').focus();
  await page.keyboard.press('Enter');
  await seat.heading(/^督办单〔2018〕/);
  await seat.leave();
});
