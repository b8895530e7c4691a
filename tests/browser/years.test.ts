// The years 2017 to 2020 as the people of the plan live through them at the workbench: everything by clicks and typing, the server
// started anew on each day, the odd years in Chinese and the even ones in English. How the years end was worked out by hand.
import { readFileSync } from 'node:fs';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { PDF, person } from '../scenarios/support/cast.ts';
import { sqlite } from '../scenarios/support/engines.ts';
import { until } from '../scenarios/support/poll.ts';
import { World } from '../scenarios/support/server.ts';
import { openBrowser } from './support/browser.ts';
import { Seat, type Language } from './support/seat.ts';

type Lights = { red: number; yellow: number; green: number; grey: number; blue: number };
/**
 * By hand. 2017: eleven tasks have a milestone on 2017-12-31; task 22 is verified (done), task 3 has handed in (under way), nine are due
 * and not begun. 2018: those nine are overdue; six more are due on the day; task 3 is 11.5 points behind; task 4 has more time; task 23 is
 * in time. 2019: fifteen overdue, task 3 is 33 points behind, task 4 has delivered. 2020: task 3 has caught up, task 23 goes on as
 * routine, twelve are due on the day and not begun. The second goal holds the tasks 16 to 21.
 */
const endOf: Record<number, { all: Lights; second: Partial<Lights> }> = {
  2017: { all: { red: 0, yellow: 9, green: 1, grey: 19, blue: 1 }, second: { yellow: 4, grey: 2 } },
  2018: { all: { red: 9, yellow: 7, green: 1, grey: 12, blue: 1 }, second: { red: 4, grey: 2 } },
  2019: { all: { red: 16, yellow: 0, green: 2, grey: 11, blue: 1 }, second: { red: 4, grey: 2 } },
  2020: { all: { red: 15, yellow: 12, green: 2, grey: 0, blue: 1 }, second: { red: 4, yellow: 2 } },
};
const LIGHT_WORDS: Record<keyof Lights, [string, string]> = {
  red: ['滞后', 'Behind'],
  yellow: ['预警', 'Warning'],
  green: ['正常', 'On plan'],
  grey: ['未开始', 'Not begun'],
  blue: ['完成', 'Done'],
};
const TASKS: Record<number, [string, string]> = {
  3: ['创建成矿与大陆构造国家重点实验室', 'State key laboratories of metallogeny and of continental tectonics'],
  4: ['筹建岩溶、地下水、应用地球化学国家重点实验室', 'State key laboratories of karst, groundwater and applied geochemistry'],
  22: ['分类管理制度', 'Management measures by category'],
  23: ['定期评估与动态退出机制', 'Periodic evaluation, published results, dynamic adjustment and exit'],
};
const UNITS: Record<string, [string, string]> = {
  igcags: ['中国地质科学院地质研究所', 'Institute of Geology'],
  ikg: ['中国地质科学院岩溶地质研究所', 'Institute of Karst Geology'],
};

let world: World;
let browser: Browser;
let language: Language = 'zh';
const seats = new Map<string, Seat>();

beforeAll(async () => {
  world = await World.start(sqlite, ['--now', '2017-12-20'], ['--simulation']);
  browser = await openBrowser();
  const of = (id: string) => ({ kind: 'organisation', id });
  await person(world, 'wang', [{ role: 'ministry_officer', scope: { kind: 'all' } }], 'mlr-sti');
  // Who reports for the department besides reviewing has a grant of its own for that.
  await person(world, 'chen', [{ role: 'ministry_officer', scope: { kind: 'all' } }, { role: 'host_manager', scope: of('mlr-sti') }], 'mlr-sti');
  await person(world, 'imr', [{ role: 'host_manager', scope: of('imr') }], 'imr');
  await person(world, 'igcags', [{ role: 'host_manager', scope: of('igcags') }], 'igcags');
  await person(world, 'cgs', [{ role: 'regional_officer', scope: of('cgs') }], 'cgs');
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

/** What everybody saw when something went wrong, in build/screens. */
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') for (const [user, seat] of seats) await seat.picture(`years-${user}`);
});

/** The person at the workbench, logged in once a day. */
async function at(user: string): Promise<Seat> {
  const seat = seats.get(user) ?? (await Seat.take(browser, world.url, user, language));
  seats.set(user, seat);
  return seat;
}
async function endOfDay(): Promise<void> {
  for (const seat of seats.values()) await seat.leave();
  seats.clear();
}
/** Everybody goes home; the server starts again on a later day. Even years are lived in English. */
async function on(day: string): Promise<void> {
  await endOfDay();
  await world.servers.at(-1)!.stop();
  await world.serve(['--now', day]);
  language = Number(day.slice(0, 4)) % 2 === 0 ? 'en' : 'zh';
}
const w = (words: [string, string]): string => words[language === 'zh' ? 0 : 1];

async function openTask(seat: Seat, number: number): Promise<void> {
  await seat.menu('任务督导总览', 'Plan supervision', w(['国土资源科技创新平台建设实施方案', 'Implementation Plan']));
  await seat.page.getByRole('navigation', { name: w(['实施方案的各个视图', 'Views of the plan']) }).getByRole('link', { name: w(['任务清单', 'Tasks']), exact: true }).click();
  const title = `${number}. ${w(TASKS[number]!)}`;
  await seat.page.getByRole('main').getByRole('link', { name: title }).click();
  await seat.heading(title);
}

/** A unit hands in what proves a milestone. */
async function prove(user: string, number: number, code: string, statement: string, unit?: string): Promise<void> {
  const seat = await at(user);
  await openTask(seat, number);
  await seat.press(`${w(['提交证明', 'Hand in evidence'])} ${code}`);
  const dialog = seat.dialog(w([`节点 ${code} 的证明`, `Evidence for milestone ${code}`]));
  await dialog.getByLabel(w(['完成情况说明', 'Statement'])).fill(statement);
  if (unit) await dialog.getByLabel(w(['单位', 'Unit'])).selectOption({ label: w(UNITS[unit]!) });
  await dialog.locator('input[type=file]').setInputFiles({ name: '成果材料.pdf', mimeType: 'application/pdf', buffer: Buffer.from(PDF) });
  await dialog.getByRole('link', { name: '成果材料.pdf' }).waitFor();
  await seat.press(w(['提交证明', 'Hand in evidence']), dialog);
  await seat.see(statement);
}
/** The officer finds it among what waits for her. */
async function verify(code: string): Promise<void> {
  const wang = await at('wang');
  await wang.todo(new RegExp(code.replace('.', '\\.')));
  await wang.step(w(['核验通过', 'Verify']), { of: code });
  await wang.see(w(['已核验', 'Verified']));
}

async function drawPlan(user: string, kind: string, fill: (seat: Seat) => Promise<void>): Promise<void> {
  const seat = await at(user);
  await seat.menu('推进方案与年度计划', 'Unit plans');
  await seat.press(w(['编制计划', 'Draw up a plan']));
  const dialog = seat.dialog(w(['编制计划', 'Draw up a plan']));
  await dialog.getByLabel(w(['年度', 'Year'])).selectOption({ label: kind });
  await seat.press(w(['编制计划', 'Draw up a plan']), dialog);
  await seat.heading(new RegExp(kind.replace(/[()]/g, '\\$&')));
  await fill(seat);
  await seat.submit();
}
/** What the task is to reach by the end of each quarter, with two stage goals. */
const planYear = (user: string, year: number, planned: number[]): Promise<void> =>
  drawPlan(user, w([`${year}年度计划`, `Plan for ${year}`]), async ({ page }) => {
    await page.getByLabel(w(['增加任务', 'Add a task'])).selectOption({ label: `3. ${w(TASKS[3]!)}` });
    for (const [index, percent] of planned.entries())
      await page.getByLabel(w([`${index + 1}季度 %`, `Q${index + 1} %`]), { exact: true }).fill(String(percent));
    await page.getByLabel(w(['目标', 'Goal']), { exact: true }).fill(w(['上半年方案', 'Half-way']));
    await page.getByLabel(w(['权重', 'Weight']), { exact: true }).fill('40');
    await page.getByLabel(w(['完成于', 'By the end of'])).selectOption({ index: 1 });
    await page.getByRole('button', { name: w(['增加阶段目标', 'Add a stage goal']) }).click();
    await page.getByLabel(w(['目标', 'Goal']), { exact: true }).nth(1).fill(w(['全年任务', 'The whole year']));
    await page.getByLabel(w(['权重', 'Weight']), { exact: true }).nth(1).fill('60');
  });

/** From the list of what is owed to the review. */
async function report(user: string, percent: number, progress: string, more: { begun?: string } = {}): Promise<Seat> {
  const seat = await at(user);
  await seat.menu('进展报告', 'Progress reports');
  await seat.press(new RegExp(`^${w(['填报', 'Report'])} 3 `));
  await seat.page.getByLabel(w(['全任务完成比例（%）', 'Percent of the whole task'])).fill(String(percent));
  await seat.page.getByRole('textbox', { name: w(['进展情况', 'Progress']), exact: true }).fill(progress);
  if (more.begun) await seat.page.getByLabel(more.begun).check();
  await seat.submit();
  return seat;
}
/** The officer opens the first thing that waits for her under a name, and accepts it. */
async function accept(name: RegExp): Promise<void> {
  const wang = await at('wang');
  await wang.todo(name);
  await wang.step(w(['接收', 'Accept']));
  await wang.see(w(['已接收', 'Accepted']));
}
const aPlan = (): RegExp => (language === 'zh' ? /推进方案|年度计划/ : /plan/i);
const aReport = (): RegExp => (language === 'zh' ? /进展报告/ : /progress report/i);

/** How a year ended, read on a later day. */
async function readEndOf(year: number): Promise<void> {
  const wang = await at('wang');
  await wang.menu('任务督导总览', 'Plan supervision', w(['国土资源科技创新平台建设实施方案', 'Implementation Plan']));
  await wang.day(w(['截至日期', 'As of']), `${year}-12-31`);
  await wang.see(w([`截至 ${year}-12-31`, `As of ${year}-12-31`]));
  const main = wang.page.getByRole('main');
  const counted: Partial<Lights> = {};
  for (const light of Object.keys(LIGHT_WORDS) as (keyof Lights)[]) {
    const link = main.getByRole('region', { name: w(['全部 30 项任务的亮灯', 'Lights of all 30 tasks']) }).getByRole('link', { name: w(LIGHT_WORDS[light]) });
    counted[light] = Number(await link.getByRole('strong').innerText());
  }
  expect([year, counted]).toEqual([year, endOf[year]!.all]);
  expect([year, await lightsOf(main.getByRole('region', { name: /^G2 / }))]).toEqual([year, endOf[year]!.second]);
}
async function lightsOf(goal: Locator): Promise<Partial<Lights>> {
  const found: Partial<Lights> = {};
  for (const item of await goal.getByRole('list', { name: w(['亮灯情况', 'Lights']) }).getByRole('listitem').allInnerTexts()) {
    const light = (Object.keys(LIGHT_WORDS) as (keyof Lights)[]).find((one) => item.includes(w(LIGHT_WORDS[one])));
    found[light!] = Number(/\d+/.exec(item)![0]);
  }
  return found;
}

it('2017: a unit draws up its plan for the whole period; evidence is verified by somebody else', async () => {
  await drawPlan('imr', '推进方案（全期）', (seat) => seat.page.getByLabel('摘要').fill('成矿作用与资源评价国家重点实验室推进方案'));
  await accept(aPlan());
  await prove('chen', 22, '22.1', '两个管理办法已印发');
  expect(await (await at('chen')).page.getByRole('button', { name: '核验通过 22.1' }).count(), 'who handed it in does not verify it').toBe(0);
  await verify('22.1');
  await prove('imr', 3, '3.1', '申报方案已报部');
});

it('2018: reports come in time and late, one is returned; a milestone gets more time', async () => {
  await on('2018-01-20');
  await readEndOf(2017);
  await verify('3.1');
  for (const unit of ['imr', 'igcags']) {
    await planYear(unit, 2018, [10, 20, 30, 40]);
    await accept(aPlan());
  }

  await on('2018-04-05');
  const imr = await report('imr', 10, 'The outline is written.');
  const wang = await at('wang');
  await wang.todo(aReport());
  await wang.step('Return', { reason: 'Say which laboratory it is about' });
  await imr.todo(aReport());
  await imr.see('Say which laboratory it is about');
  await imr.page.getByRole('textbox', { name: 'Progress', exact: true }).fill('The outline of the metallogeny laboratory is written.');
  await imr.submit();
  await accept(aReport());
  expect(await wang.page.getByText('Late', { exact: true }).count(), 'what was in time stays in time').toBe(0);

  await on('2018-04-20');
  await report('igcags', 8, 'The team stands.');
  await accept(aReport());
  await (await at('wang')).see('Late');
  await prove('chen', 23, '23.1', 'The rules are in force');
  await verify('23.1');

  await on('2018-10-08');
  await report('imr', 28, 'The proposal is half written.');
  await accept(aReport());
  await report('igcags', 9, 'The equipment is ordered.');
  await accept(aReport());
  const cgs = await at('cgs');
  await openTask(cgs, 4);
  await cgs.press('Ask for more time 4.1');
  const dialog = cgs.dialog('More time for milestone 4.1');
  await dialog.getByLabel('Unit').selectOption({ label: w(UNITS['ikg']!) });
  await cgs.day('New deadline', '2019-06-30', dialog);
  await dialog.getByLabel('Reason').fill('The call was put off');
  await cgs.press('Ask for more time', dialog);
  await cgs.see('from 2018-12-31 to 2019-06-30');
  await (await at('wang')).todo(/4\.1/);
  await (await at('wang')).step('Approve', { of: '4.1', reason: 'Agreed' });
  await (await at('wang')).see('Approved');
});

it('2019: a unit stays red; its slip goes from blue to orange to red, is answered and closed; an inspection demands, the unit mends', async () => {
  await on('2019-01-20');
  await readEndOf(2018);
  for (const unit of ['imr', 'igcags']) {
    await planYear(unit, 2019, [50, 60, 70, 80]);
    await accept(aPlan());
  }
  await prove('cgs', 4, '4.1', '申报方案已报部', 'ikg');
  await verify('4.1');
  const wang = await at('wang');
  await wang.menu('督查检查', 'Inspections');
  await wang.press('登记检查');
  const dialog = wang.dialog('登记检查');
  await wang.day('检查日期', '2019-01-18', dialog);
  await dialog.getByLabel('检查人员').fill('王科技、陈司');
  await dialog.getByLabel('涉及任务的序号').fill('3');
  await dialog.getByLabel('检查情况').fill('大陆构造国家重点实验室进度滞后。');
  await wang.choose('单位 1', '地质研究所', w(UNITS['igcags']!), dialog);
  await wang.press('增加事项', dialog);
  await wang.choose('单位', '地质研究所', w(UNITS['igcags']!), dialog);
  await wang.day('期限', '2019-03-31', dialog);
  await dialog.getByLabel('要求').fill('补报人员到位计划');
  await wang.press('保存', dialog);
  await wang.heading('2019-01-18 督查检查');
  const igcags = await at('igcags');
  await igcags.todo(/补报人员到位计划/);
  await igcags.press(/^填报办理情况/);
  await igcags.dialog('填报办理情况').getByLabel('说明').fill('计划已补报');
  await igcags.press('填报办理情况', igcags.dialog('填报办理情况'));
  await igcags.see('计划已补报');
  await wang.todo(/补报人员到位计划/);
  await wang.press(/^确认办结/);
  await wang.press('确认办结', wang.dialog('确认办结'));
  await wang.see('已确认');

  await on('2019-10-08');
  await report('imr', 65, '实验室主体完成。');
  await accept(aReport());
  await seeSlip('蓝色督办');
  await on('2019-10-25');
  await seeSlip('橙色督办');
  await on('2019-11-05');
  await seeSlip('红色督办');
  const late = await at('igcags');
  await late.todo(/督办/);
  await late.press('答复');
  await late.dialog('答复').getByLabel('答复内容').fill('已增加力量，明年补齐');
  await late.press('答复', late.dialog('答复'));
  await late.see('已答复');
  const officer = await at('wang');
  await officer.todo(/督办/);
  await officer.see('已增加力量，明年补齐');
  await officer.step('办结', { reason: '措施可行' });
  await officer.see('已办结');
});
/** Time alone issues a slip and raises it, within moments of the server's start: the unit looks until it is there. */
async function seeSlip(level: string): Promise<void> {
  const igcags = await at('igcags');
  await until(`the slip is ${level}`, async () => {
    await igcags.menu('进展报告', 'Progress reports');
    await igcags.menu('督办单', 'Slips');
    const main = igcags.page.getByRole('main');
    await main.getByRole('table').or(main.getByText('没有督办单。')).waitFor();
    return (await main.getByText(level).count()) > 0 ? true : undefined;
  });
}

it('2020: the unit catches up, a meeting charges it with an action item that it does, a task becomes routine', async () => {
  await on('2020-01-20');
  await readEndOf(2019);
  for (const unit of ['imr', 'igcags']) {
    await planYear(unit, 2020, [85, 90, 95, 100]);
    await accept(aPlan());
  }
  await on('2020-10-08');
  await report('imr', 95, 'Only the review is left.', { begun: '3.2 Establishment completed' });
  await accept(aReport());
  await report('igcags', 90, 'What was missing is made good.', { begun: '3.2 Establishment completed' });
  await accept(aReport());
  const wang = await at('wang');
  await wang.menu('协调小组会议', 'Meetings');
  await wang.press('Record a meeting');
  const dialog = wang.dialog('Record a meeting');
  await wang.day('Held on', '2020-10-08', dialog);
  await dialog.getByLabel('Title').fill('Co-ordination of the last year');
  await dialog.getByLabel('Agenda').fill('State key laboratories');
  await dialog.getByLabel('Decisions').fill('The review is held in November');
  await wang.choose('Unit 1', 'Institute of Mineral', 'Institute of Mineral Resources', dialog);
  await wang.press('Add one', dialog);
  await wang.choose('Unit', 'Institute of Mineral', 'Institute of Mineral Resources', dialog);
  await wang.day('Due', '2020-11-30', dialog);
  await dialog.getByLabel('What is to be done').fill('Name the reviewers');
  await wang.press('Save', dialog);
  await wang.heading('Co-ordination of the last year');
  const imr = await at('imr');
  await imr.todo(/Name the reviewers/);
  await imr.press(/^Report it done/);
  await imr.dialog('Report it done').getByLabel('Statement').fill('Five are named');
  await imr.press('Report it done', imr.dialog('Report it done'));
  await imr.see('Five are named');
  await wang.todo(/Name the reviewers/);
  await wang.press(/^Confirm/);
  await wang.press('Confirm', wang.dialog('Confirm'));
  await prove('chen', 23, '23.2', 'Evaluated every year');
  await verify('23.2');
});

it('in 2021 the years stand as they ended, and the report of a year goes out as a document', async () => {
  await on('2021-01-05');
  await readEndOf(2020);
  await readEndOf(2019);
  const wang = await at('wang');
  for (const [format, magic] of [
    ['PDF', '%PDF-'],
    ['DOCX', 'PK'],
  ] as const) {
    const coming = wang.page.waitForEvent('download');
    await wang.page.getByRole('group', { name: '导出' }).getByRole('link', { name: format }).click();
    const file = readFileSync(await (await coming).path());
    expect(file.subarray(0, magic.length).toString('latin1')).toBe(magic);
    expect(file.length).toBeGreaterThan(5_000);
  }
  await endOfDay();
});
