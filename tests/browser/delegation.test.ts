// Somebody away lends his roles; who stands in reports for his unit, and the pages say for whom it was done.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { person } from '../scenarios/support/cast.ts';
import { sqlite } from '../scenarios/support/engines.ts';
import { World } from '../scenarios/support/server.ts';
import { openBrowser } from './support/browser.ts';
import { Seat } from './support/seat.ts';

let world: World;
let browser: Browser;
let seat: Seat;

beforeAll(async () => {
  world = await World.start(sqlite, ['--now', '2019-01-08'], ['--simulation']);
  browser = await openBrowser();
  await person(world, 'wang', [{ role: 'ministry_officer', scope: { kind: 'all' } }], 'mlr-sti');
  await person(world, 'imr', [{ role: 'host_manager', scope: { kind: 'organisation', id: 'imr' } }], 'imr');
  await person(world, 'qian', [], 'imr');
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});
/** What was seen when something went wrong, in build/screens. */
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await seat.picture('delegation');
});

it('a manager lends his roles to a colleague', async () => {
  seat = await Seat.take(browser, world.url, 'qian', 'zh');
  const menu = seat.page.getByRole('navigation', { name: '菜单' });
  expect(await menu.getByRole('link', { name: '进展报告' }).count(), 'nothing of the plan before').toBe(0);
  await seat.leave();

  seat = await Seat.take(browser, world.url, 'imr', 'zh');
  await seat.press(/^imr 同志/);
  await seat.page.getByRole('link', { name: '委托代办' }).click();
  await seat.heading('委托代办');
  await seat.press('新建委托');
  const dialog = seat.page.getByRole('dialog');
  await dialog.getByLabel('受托人').fill('qian');
  await seat.day('开始日期', '2019-01-08', dialog);
  await seat.day('结束日期', '2019-01-31', dialog);
  await dialog.getByLabel('理由').fill('出差');
  await seat.press('委托', dialog);
  await seat.see('生效中');
  await seat.leave();
});

it('who stands in reports for the unit, is returned the report and finds it among his to-dos', async () => {
  seat = await Seat.take(browser, world.url, 'qian', 'zh');
  await seat.menu('进展报告', 'Progress reports');
  await seat.press(/^填报 3 /);
  await seat.page.getByLabel('全任务完成比例（%）').fill('40');
  await seat.page.getByRole('textbox', { name: '进展情况' }).fill('申报方案已成稿。');
  await seat.submit();
  await seat.leave();

  seat = await Seat.take(browser, world.url, 'wang', 'zh');
  await seat.todo(/审核进展报告/);
  await seat.see(/qian 同志/);
  await seat.step('退回修改', { reason: '请补充专家意见' });
  await seat.leave();

  seat = await Seat.take(browser, world.url, 'qian', 'zh');
  await seat.todo(/修改进展报告/);
  await seat.see('请补充专家意见');
  await seat.page.getByRole('textbox', { name: '进展情况' }).fill('申报方案已成稿，专家意见已附。');
  await seat.submit();
  await seat.menu('我的工作台', 'My tasks');
  await seat.page.getByRole('tab', { name: /已办/ }).click();
  await seat.see(/代 imr.* 办理/);
  await seat.leave();
});
