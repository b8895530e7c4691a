// The registers beside a plan, by clicks: two people who edit the same entry see both versions, mistakes are deleted with a reason, a new
// entry says to which of several plans it belongs.
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { person } from '../scenarios/support/cast.ts';
import type { Client } from '../scenarios/support/client.ts';
import { sqlite } from '../scenarios/support/engines.ts';
import { pack } from '../scenarios/support/paths.ts';
import { World } from '../scenarios/support/server.ts';
import { openBrowser } from './support/browser.ts';
import { Seat } from './support/seat.ts';

let world: World;
let browser: Browser;
let officer: Client;
let unit: Client;
let seat: Seat;

beforeAll(async () => {
  world = await World.start(sqlite, ['--now', '2019-05-15'], ['--simulation']);
  browser = await openBrowser();
  const own = { role: 'host_manager', scope: { kind: 'organisation', id: 'mlr-sti' } };
  officer = await person(world, 'wang', [{ role: 'ministry_officer', scope: { kind: 'all' } }, own], 'mlr-sti');
  unit = await person(world, 'imr', [{ role: 'host_manager', scope: { kind: 'organisation', id: 'imr' } }], 'imr');
  seat = await Seat.take(browser, world.url, 'wang', 'zh');
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});
/** What was seen when something went wrong, in build/screens. */
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await seat.picture('registers');
});

const plan = 'plan-2017';
const units = ['imr'];
const entries = [
  {
    path: 'inspections',
    entry: { plan, inspected_on: '2019-05-10', inspectors: '王科技', findings: '进度滞后。', units, demands: [] },
    theirs: { inspectors: '王科技、陈司' },
    mine: ['检查情况', '进度滞后两个季度。', 'findings'],
    seen: ['王科技、陈司', '进度滞后两个季度。'],
  },
  {
    path: 'meetings',
    entry: { plan, held_on: '2019-05-10', title: '第三次会议', place: '北京', units, agenda: ['野外基地'], decisions: [], actions: [{ unit: 'imr', wording: '报送名单', due_on: '2019-06-30' }] },
    theirs: { place: '武汉' },
    mine: ['主持人', '姜大明', 'chair'],
    seen: ['武汉', '姜大明'],
  },
  {
    path: 'commitments',
    entry: { plan, promised_by: 'imr', kind: 'money', task: 3, what: '运行经费', amount: 5_000_000 },
    theirs: { amount: 8_000_000 },
    mine: ['承诺内容', '每年运行经费', 'what'],
    seen: ['8.00 万元', '每年运行经费'],
  },
  {
    path: 'regulations',
    entry: { plan, kind: 'measure', title: { zh: '野外基地管理办法' }, state: 'draft', on: '2019-05-10', tasks: [22] },
    theirs: { tasks: [22, 23] },
    mine: ['备注', '征求意见前先送法规处', 'note'],
    seen: ['22, 23', '征求意见前先送法规处'],
  },
] as const;

describe.each(entries)('two people edit one of $path', ({ path, entry, theirs, mine: [label, text, field], seen }) => {
  it('and the second sees both versions, keeps what was typed or takes the newest', async () => {
    const made = (await officer.post(`/api/v1/${path}`, entry)).expect(201);
    const address = `/api/v1/${path}/${made.body.id}`;
    const { page } = seat;
    await page.goto(`/workbench/${path}/${made.body.id}`);
    await seat.press('修改');
    const form = page.getByRole('dialog', { name: /^修改/ });
    await form.getByLabel(label).fill(text);
    (await officer.patch(address, theirs, { ifMatch: made.etag })).expect(200);
    await seat.press('保存', form);
    const both = seat.dialog('内容已被他人修改');
    for (const words of seen) await both.getByRole('cell', { name: words, exact: true }).waitFor();
    expect(await both.getByRole('row').count(), 'only what differs is shown').toBe(3);
    seat.forgive(/412/);
    await seat.press('采用最新版本', both);
    expect(await form.getByLabel(label).inputValue()).not.toBe(text);

    const before = (await officer.get(address)).expect(200);
    await form.getByLabel(label).fill(text);
    (await officer.patch(address, theirs, { ifMatch: before.etag })).expect(200);
    await seat.press('保存', form);
    await seat.press('用我的版本覆盖', seat.dialog('内容已被他人修改'));
    await form.waitFor({ state: 'hidden' });
    seat.forgive(/412/);
    await seat.see(text);
    expect((await officer.get(address)).expect(200).body).toMatchObject({ [field]: text });
  });
});

it('an answer to a suggestion that came second keeps its words and shows the first', async () => {
  const given = (await unit.post('/api/v1/suggestions', { plan, unit: 'imr', wording: '放宽设备采购限额' })).expect(201).body;
  await seat.page.goto(`/workbench/suggestions/${given.id}`);
  await seat.press('答复');
  const dialog = seat.dialog('答复');
  await dialog.getByLabel('答复内容').fill('转财务司研究');
  (await officer.post(`/api/v1/suggestions/${given.id}/steps`, { step: 'answer', outcome: 'adopted', answer: '已列入计划' })).expect(200);
  await seat.press('答复', dialog);
  await dialog.getByText('已列入计划').waitFor();
  expect(await dialog.getByLabel('答复内容').inputValue()).toBe('转财务司研究');
  seat.forgive(/409|412/);
});

describe('what was entered by mistake', () => {
  it('is deleted with a reason: a delivery, then the commitment', async () => {
    const made = (await officer.post('/api/v1/commitments', { plan, promised_by: 'imr', kind: 'posts', task: 3, what: '新增编制', amount: 5 })).expect(201).body;
    (await officer.post(`/api/v1/commitments/${made.id}/deliveries`, { delivered_on: '2019-05-01', amount: 2 })).expect(200);
    await seat.page.goto(`/workbench/commitments/${made.id}`);
    await seat.press('删除 2019-05-01 2 个');
    const dialog = seat.dialog('删除');
    await dialog.getByText('删除 2019-05-01 的落实记录（2 个）').waitFor();
    await seat.press('删除', dialog);
    await dialog.getByText('请填写').waitFor();
    await dialog.getByLabel('理由').fill('重复登记');
    await seat.press('删除', dialog);
    await seat.see('还没有落实记录。');
    await seat.step('删除', { reason: '登记错单位' });
    await seat.heading('保障承诺台账');
    (await officer.get(`/api/v1/commitments/${made.id}`)).expect(404);
    const trace = (await world.admin.get('/api/v1/audit', { query: { limit: 20 } })).expect(200).body.items.filter((one: { reason: string | null }) => one.reason === '登记错单位');
    expect(trace).toHaveLength(1);
  });

  it('is not offered to a unit, nor a promise past its day for editing', async () => {
    const made = (await officer.post('/api/v1/commitments', { plan, promised_by: 'imr', kind: 'posts', task: 3, what: '新增岗位', amount: 5, promised_on: '2019-01-01', due_on: '2019-04-30' })).expect(201).body;
    const imr = await Seat.take(browser, world.url, 'imr', 'zh');
    await imr.page.goto(`/workbench/commitments/${made.id}`);
    await imr.page.getByRole('button', { name: '登记落实' }).waitFor();
    for (const name of ['删除', '修改']) expect([name, await imr.page.getByRole('button', { name, exact: true }).count()]).toEqual([name, 0]);
    await imr.leave();
  });
});

describe('with more than one plan', () => {
  beforeAll(async () => {
    const first = JSON.parse(readFileSync(`${pack}/plan.json`, 'utf8')) as { tasks: { number: number; targets: unknown[] }[]; goals: { tasks: number[] }[] };
    const tasks = first.tasks.filter((one) => one.number === 3).map((one) => ({ ...one, targets: [] }));
    const goals = first.goals.map((one) => ({ ...one, tasks: one.tasks.filter((number) => number === 3) })).filter((one) => one.tasks.length > 0);
    const second = { ...first, id: 'plan-2019', name: { zh: '新一轮实施方案', en: 'The next plan' }, issued: '2019-05-01', tasks, goals };
    (await world.admin.post('/api/v1/plans', second)).expect(201);
  });

  it.each([
    ['inspections', '登记检查'],
    ['meetings', '登记会议'],
    ['commitments', '登记承诺'],
    ['regulations', '登记制度'],
    ['suggestions', '提出建议'],
    ['programme/unit-plans', '编制计划'],
  ])('a new one of %s says to which plan it belongs: the newest, else the one looked at', async (path, button) => {
    const { page } = seat;
    const choice = seat.dialog(button).getByRole('combobox', { name: '实施方案', exact: true });
    await page.goto(`/workbench/${path}`);
    await seat.press(button);
    await choice.waitFor();
    expect(await choice.inputValue()).toBe('plan-2019');
    await seat.press('取消', seat.dialog(button));
  });

  it('goes to the plan looked at before', async () => {
    const { page } = seat;
    await page.goto('/workbench/programme?plan=plan-2017');
    await seat.heading('国土资源科技创新平台建设实施方案');
    await seat.menu('督查检查', 'Inspections');
    await seat.press('登记检查');
    const choice = seat.dialog('登记检查').getByRole('combobox', { name: '实施方案', exact: true });
    await choice.waitFor();
    expect(await choice.inputValue()).toBe('plan-2017');
    await seat.press('取消', seat.dialog('登记检查'));
    await seat.leave();
  });
});
