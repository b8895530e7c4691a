// A quarter of supervision: a unit reports once, in minutes; the department judges; the yearly plan adds up; milestones are proven; a slip is answered.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passwordOf, PDF, person } from '../scenarios/support/cast.ts';
import type { Client } from '../scenarios/support/client.ts';
import { sqlite } from '../scenarios/support/engines.ts';
import { World } from '../scenarios/support/server.ts';
import { openBrowser, Watched } from './support/browser.ts';

let world: World;
let browser: Browser;
let officer: Client;
let unit: Client;
let task = 0;

beforeAll(async () => {
  // Two days after the reports on the last quarter of 2018 were due.
  world = await World.start(sqlite, ['--now', '2019-01-12'], ['--simulation']);
  browser = await openBrowser();
  officer = await person(world, 'wang.keji', [{ role: 'ministry_officer', scope: { kind: 'all' } }], 'mlr-sti');
  unit = await person(world, 'zhang.imr', [{ role: 'host_manager', scope: { kind: 'organisation', id: 'imr' } }], 'imr');
  task = (await officer.get('/api/v1/plans/plan-2017/tasks')).expect(200).body.items.find((one: { number: number }) => one.number === 3).id;
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

/** The person's own window, logged in, for the length of `work`. */
async function as(user: string, work: (page: Page, watched: Watched) => Promise<void>): Promise<void> {
  const watched = await Watched.open(browser, world.url, 'desktop');
  try {
    await watched.go('/workbench/');
    await watched.page.getByLabel('账号').fill(user);
    await watched.page.getByLabel('密码').fill(passwordOf(user));
    await watched.page.getByRole('button', { name: '登录' }).click();
    await watched.page.waitForURL(/\/workbench\/todos/);
    await watched.quiet();
    watched.forgive(/401/);
    await work(watched.page, watched);
    expect(watched.faults).toEqual([]);
  } finally {
    await watched.close();
  }
}
const inDialog = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true });
const go = (page: Page, path: string) => page.goto(`/workbench${path}`, { waitUntil: 'networkidle' });

describe('a progress report', () => {
  let report = '';

  it('is begun from what the unit owes, saved as it is written, submitted with one confirmation', async () => {
    await as('zhang.imr', async (page, watched) => {
      await go(page, '/programme/reports');
      await page.getByRole('button', { name: /^填报/ }).click();
      await page.waitForURL(/\/programme\/reports\/\d+$/);
      report = new URL(page.url()).pathname.replace('/workbench', '');
      await page.getByText('应报日期 2019-01-10 已过，提交后标为迟报').waitFor();
      await page.getByLabel('全任务完成比例（%）').fill('40');
      await page.getByLabel('进展情况').fill('申报方案已成稿。');
      await page.getByLabel('本期支出（元）').fill('12000.50');
      await page.getByLabel(/3\.1 申报方案/).check();
      await page.locator('input[type=file]').setInputFiles({ name: '申报方案.pdf', mimeType: 'application/pdf', buffer: Buffer.from(PDF) });
      await page.getByRole('link', { name: '申报方案.pdf' }).waitFor();
      await page.getByText('草稿已保存').waitFor();
      await page.reload({ waitUntil: 'networkidle' });
      expect(await page.getByLabel('进展情况').inputValue()).toBe('申报方案已成稿。');
      expect(await page.getByLabel('本期支出（元）').inputValue()).toBe('12000.50');
      expect(await watched.accessibility()).toEqual([]);
      await page.getByRole('button', { name: '提交', exact: true }).click();
      await inDialog(page, '提交').click();
      await page.getByText('待审核').first().waitFor();
    });
  });

  it('is returned by the department with a reason, from its queue', async () => {
    await as('wang.keji', async (page) => {
      await go(page, '/programme/reports');
      await page.getByRole('link', { name: /3\. 创建成矿/ }).click();
      await page.getByText('1.20 万元').waitFor();
      await page.getByRole('button', { name: '退回修改' }).click();
      await page.getByRole('dialog').getByLabel('理由').fill('请补充专家意见');
      await inDialog(page, '退回修改').click();
      await page.getByText('请补充专家意见').first().waitFor();
    });
  });

  it('shows both versions when a colleague saved first, and goes out again', async () => {
    await as('zhang.imr', async (page, watched) => {
      await go(page, report);
      await page.getByText('退回修改').first().waitFor();
      const read = await unit.get(`/api/v1${report.replace('/programme', '')}`);
      (await unit.patch(`/api/v1${report.replace('/programme', '')}`, { problems: '经费未到位' }, { ifMatch: read.etag })).expect(200);
      await page.getByLabel('进展情况').fill('申报方案已成稿，专家意见已附。');
      await page.getByRole('dialog', { name: '内容已被他人修改' }).waitFor();
      await page.getByRole('cell', { name: '经费未到位' }).waitFor();
      await page.getByRole('button', { name: '用我的版本覆盖' }).click();
      await page.getByText('草稿已保存').waitFor();
      watched.forgive(/412/);
      await page.getByRole('button', { name: '提交', exact: true }).click();
      await inDialog(page, '提交').click();
      await page.getByText('待审核').first().waitFor();
    });
    await as('wang.keji', async (page) => {
      await go(page, report);
      await page.getByRole('button', { name: '接收', exact: true }).click();
      await inDialog(page, '接收').click();
      await page.getByText('已接收').first().waitFor();
    });
  });

  it('asks for the reason as soon as the percent falls below the last one', async () => {
    const next = (await unit.post(`/api/v1/tasks/${task}/reports`, { year: 2019, cycle: 1 })).expect(201).body.id;
    await as('zhang.imr', async (page) => {
      await go(page, `/programme/reports/${next}`);
      await page.getByText('上期为 40%').first().waitFor();
      expect(await page.getByLabel('进度下降的原因').count()).toBe(0);
      await page.getByLabel('全任务完成比例（%）').fill('30');
      await page.getByLabel('进展情况').fill('方案重新论证。');
      await page.getByLabel('进度下降的原因').waitFor();
      await page.getByRole('button', { name: '提交', exact: true }).click();
      await page.getByText('完成比例低于上期，请说明原因').waitFor();
    });
  });
});

describe('a yearly plan', () => {
  it('says at once what the weights add up to, and is accepted once they make 100', async () => {
    let plan = '';
    await as('zhang.imr', async (page, watched) => {
      await go(page, '/programme/unit-plans');
      await page.getByRole('button', { name: '编制计划' }).click();
      await page.getByRole('dialog').getByLabel('年度').selectOption('2019');
      await inDialog(page, '编制计划').click();
      await page.waitForURL(/\/programme\/unit-plans\/\d+$/);
      plan = new URL(page.url()).pathname.replace('/workbench', '');
      await page.getByLabel('增加任务').selectOption({ index: 1 });
      for (const [quarter, percent] of [['1季度', '50'], ['2季度', '60'], ['3季度', '55'], ['4季度', '90']] as const) await page.getByLabel(`${quarter} %`, { exact: true }).fill(percent);
      await page.getByText('不能低于前一期').waitFor();
      await page.getByLabel('3季度 %', { exact: true }).fill('75');
      await page.getByLabel('目标', { exact: true }).fill('方案通过论证');
      await page.getByLabel('权重', { exact: true }).fill('60');
      await page.getByText('权重合计 60，应为 100').waitFor();
      await page.getByRole('button', { name: '增加阶段目标' }).click();
      await page.getByLabel('目标', { exact: true }).nth(1).fill('批复筹建');
      await page.getByLabel('权重', { exact: true }).nth(1).fill('40');
      await page.getByText('权重合计 100').waitFor();
      await page.getByText('草稿已保存').waitFor();
      expect(await watched.accessibility()).toEqual([]);
      await page.getByRole('button', { name: '提交', exact: true }).click();
      await inDialog(page, '提交').click();
      await page.getByText('待审核').first().waitFor();
    });
    await as('wang.keji', async (page) => {
      await go(page, plan);
      await page.getByRole('cell', { name: '75 %' }).waitFor();
      await page.getByRole('button', { name: '接收', exact: true }).click();
      await inDialog(page, '接收').click();
      await page.getByText('已接收').first().waitFor();
    });
  });
});

describe('a milestone', () => {
  it('is proven by evidence that somebody else verifies, another gets more time', async () => {
    await as('zhang.imr', async (page, watched) => {
      await go(page, `/tasks/${task}`);
      await page.getByRole('button', { name: '提交证明 3.1' }).click();
      await page.getByRole('dialog').getByLabel('完成情况说明').fill('申报方案已报部。');
      const choice = page.getByRole('dialog').getByLabel('单位');
      if (await choice.count()) await choice.selectOption({ label: '中国地质科学院矿产资源研究所' });
      await inDialog(page, '提交证明').click();
      await page.getByText('申报方案已报部。').waitFor();
      await page.getByRole('button', { name: '申请延期 3.2' }).click();
      await page.getByRole('dialog').getByRole('combobox', { name: '申请的新期限' }).fill('2021-06-30');
      await page.getByRole('dialog').getByRole('combobox', { name: '申请的新期限' }).press('Enter');
      await page.getByRole('dialog').getByLabel('理由').fill('评审推迟');
      await inDialog(page, '申请延期').click();
      await page.getByText('期限由 2020-12-31 延至 2021-06-30').waitFor();
      expect(await watched.accessibility()).toEqual([]);
    });
    await as('wang.keji', async (page) => {
      await go(page, `/tasks/${task}`);
      await page.getByRole('button', { name: '核验通过 3.1' }).click();
      await inDialog(page, '核验通过').click();
      await page.getByText('已核验').first().waitFor();
      await page.getByRole('button', { name: '同意延期 3.2' }).click();
      await inDialog(page, '同意延期').click();
      await page.getByText('原定 2020-12-31').waitFor();
      await go(page, '/programme/timeline');
      expect(await page.locator('.trace').count()).toBe(1);
    });
  });
});

describe('a slip', () => {
  it('is issued, answered and closed', async () => {
    let slip = '';
    await as('wang.keji', async (page, watched) => {
      await go(page, `/tasks/${task}`);
      await page.getByRole('button', { name: '签发督办单' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('单位').selectOption({ label: '中国地质科学院矿产资源研究所' });
      await dialog.getByLabel('督办要求').fill('请说明筹建方案滞后原因。');
      await inDialog(page, '签发督办单').click();
      await page.waitForURL(/\/programme\/slips\/\d+$/);
      slip = new URL(page.url()).pathname.replace('/workbench', '');
      await page.getByText('蓝色督办').first().waitFor();
      expect(await watched.accessibility()).toEqual([]);
    });
    await as('zhang.imr', async (page) => {
      await go(page, '/todos');
      await page.locator(`main a[href$="${slip}"]`).first().click();
      await page.waitForURL(new RegExp(`${slip}$`));
      await page.getByRole('button', { name: '答复', exact: true }).click();
      await page.getByRole('dialog').getByLabel('答复内容').fill('已加派人员，三月底完成。');
      await inDialog(page, '答复').click();
      await page.getByText('已加派人员，三月底完成。').waitFor();
    });
    await as('wang.keji', async (page) => {
      await go(page, slip);
      await page.getByRole('button', { name: '办结', exact: true }).click();
      await page.getByRole('dialog').getByLabel('理由').fill('答复可行');
      await inDialog(page, '办结').click();
      await page.getByText('答复可行').waitFor();
    });
  });
});
