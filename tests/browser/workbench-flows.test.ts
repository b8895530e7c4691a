// The work itself, by clicking and typing: an application from its draft to the decision, the layout by the slider, both languages.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cast, passwordOf, PDF, type Cast } from '../scenarios/support/cast.ts';
import { sqlite } from '../scenarios/support/engines.ts';
import { World } from '../scenarios/support/server.ts';
import { openBrowser, Watched } from './support/browser.ts';

let world: World;
let browser: Browser;
let people: Cast;

beforeAll(async () => {
  world = await World.start(sqlite);
  browser = await openBrowser();
  people = await cast(world);
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

async function pickOrganisation(page: Page, label: string | RegExp, text: string): Promise<void> {
  const box = page.getByRole('combobox', { name: label }).first();
  await box.fill(text);
  await page.getByRole('option', { name: new RegExp(text) }).first().click();
}

/** The button within the open dialog or message box. */
const inDialog = (page: Page, name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true });

describe('an application', () => {
  const title = '国土资源部黄土高原土地工程重点实验室';
  let address = '';

  it('is drafted by the host with an attachment, saved while it is written, and submitted', async () => {
    await as('li.tudi', async (page) => {
      await page.getByRole('navigation').getByRole('link', { name: '平台申报' }).click();
      await page.getByRole('link', { name: '新建申报' }).click();
      await page.getByRole('heading', { name: '新建申报' }).waitFor();
      await page.getByLabel('类别').selectOption('ministry-key-laboratory');
      await page.getByLabel('中文名称').fill(title);
      await page.getByText('草稿已保存').first().waitFor();
      expect(page.url()).toMatch(/\/applications\/\d+\/edit$/);

      await page.getByRole('radio').first().check();
      await pickOrganisation(page, '牵头依托单位', '黄土高原土地工程研究院');
      await page.getByLabel('份额（%）').fill('100');
      await pickOrganisation(page, /主管单位/, '陕西省国土资源厅');
      await page.getByRole('textbox', { name: '主任', exact: true }).fill('韩霁昌');
      await page.getByLabel('省份').selectOption('61');
      await page.getByRole('textbox', { name: '简介' }).fill('面向黄土高原的工程技术与监测。');
      await page.locator('input[type=file]').setInputFiles({ name: '建设申请书.pdf', mimeType: 'application/pdf', buffer: Buffer.from(PDF) });
      await page.getByRole('link', { name: '建设申请书.pdf' }).waitFor();
      await page.getByRole('button', { name: '保存草稿' }).click();
      await page.getByText('草稿已保存').first().waitFor();

      await page.reload({ waitUntil: 'networkidle' });
      expect(await page.getByLabel('中文名称').inputValue()).toBe(title);
      expect(await page.getByRole('combobox', { name: '牵头依托单位' }).inputValue()).toBe('黄土高原土地工程研究院');

      await page.getByRole('button', { name: '提交', exact: true }).click();
      await inDialog(page, '提交').click();
      await page.waitForURL(/\/applications\/\d+$/);
      address = new URL(page.url()).pathname;
      await page.getByText('待主管单位审核').first().waitFor();
    });
  });

  it('is endorsed by the province, found in its to-do list', async () => {
    await as('zhao.sheng', async (page) => {
      await page.locator('main').getByRole('link', { name: new RegExp(title) }).first().click();
      await page.waitForURL(new RegExp(`${address}$`));
      await page.getByRole('button', { name: '审核同意' }).click();
      await inDialog(page, '审核同意').click();
      await page.getByText('待论证').first().waitFor();
    });
  });

  it('is argued and approved by the ministry and is a platform then', async () => {
    await as('wang.keji', async (page) => {
      await page.goto(address, { waitUntil: 'networkidle' });
      await page.getByRole('button', { name: '论证', exact: true }).click();
      await page.getByRole('dialog').getByLabel('意见').fill('专家组一致同意。');
      await inDialog(page, '论证').click();
      await page.getByText('待批准').first().waitFor();

      await page.getByRole('button', { name: '批准', exact: true }).click();
      await page.getByRole('dialog').getByLabel('文号').fill('国土资函〔2018〕1号');
      await inDialog(page, '批准').click();
      await page.getByText('已批准为平台').waitFor();
      await page.getByRole('link', { name: title }).click();
      await page.waitForURL(/\/workbench\/platforms\//);
      await page.getByRole('heading', { name: title }).waitFor();
      await page.getByText('批准建设').first().waitFor();
    });
  });
});

describe('the layout', () => {
  it('moves with the slider by the keyboard, and the address keeps the day', async () => {
    await as('wang.keji', async (page) => {
      await page.getByRole('navigation').getByRole('link', { name: '控制数量表' }).click();
      await page.getByRole('button', { name: '2018年年中' }).click();
      await page.waitForURL(/as_of=2018-06-30/);
      await page.getByText('截至 2018-06-30').first().waitFor();
      await page.getByRole('slider').focus();
      await page.keyboard.press('ArrowRight');
      await page.waitForURL(/as_of=2018-07-01/);
      await page.getByText('截至 2018-07-01').first().waitFor();
      const tables = await page.locator('table caption').allInnerTexts();
      expect(tables.length).toBe(3);
      await page.locator('table').first().locator('tbody a').first().click();
      await page.waitForURL(/\/layout\/ministry-key-laboratory\/\w+\?as_of=2018-07-01/);
      await page.getByRole('heading', { name: /不计入及原因/ }).waitFor();
    });
  });
});

describe('the shell', () => {
  it('speaks the language that was chosen, at once and after a reload', async () => {
    await as('wang.keji', async (page) => {
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByRole('heading', { name: 'My tasks' }).waitFor();
      await page.reload({ waitUntil: 'networkidle' });
      await page.getByRole('heading', { name: 'My tasks' }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      await page.getByRole('button', { name: '中文' }).click();
      await page.getByRole('heading', { name: '我的工作台' }).waitFor();
    });
  });

  it('keeps the size of text, and can be walked by keyboard from the skip link on', async () => {
    await as('wang.keji', async (page) => {
      await page.getByRole('button', { name: '特大字号' }).click();
      await page.reload({ waitUntil: 'networkidle' });
      expect(await page.locator('html').evaluate((html) => getComputedStyle(html).fontSize)).toBe('21px');
      await page.getByRole('button', { name: '标准字号' }).click();
      await page.reload({ waitUntil: 'networkidle' });
      await page.locator('.skip-link').focus();
      await page.keyboard.press('Enter');
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    });
  });

  it('shows both versions when somebody else saved first', async () => {
    await as('wang.keji', async (page, watched) => {
      await page.goto('/workbench/platforms/P012', { waitUntil: 'networkidle' });
      await page.getByRole('button', { name: '修改' }).click();
      await page.getByRole('dialog').getByLabel('备注').fill('我的备注');
      const platform = await people.officer.get('/api/v1/platforms/P012');
      (await people.officer.patch('/api/v1/platforms/P012', { note: '别人的备注' }, { ifMatch: platform.etag })).expect(200);
      await inDialog(page, '保存').click();
      await page.getByText('内容已被他人修改').waitFor();
      await page.getByRole('cell', { name: '别人的备注' }).waitFor();
      await page.getByRole('button', { name: '用我的版本覆盖' }).click();
      await page.getByText('我的备注').first().waitFor();
      watched.forgive(/412/);
    });
  });
});
