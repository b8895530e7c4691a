// A year of values in a real browser: plotted, compared, judged, put back, exported, watched, and seen by guests.
import type { Browser, Locator } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { passwordOf, person } from '../scenarios/support/cast.ts';
import { sqlite } from '../scenarios/support/engines.ts';
import { World } from '../scenarios/support/server.ts';
import { judgedByAxe, openBrowser, Watched, type Screen } from './support/browser.ts';
import { observed, type Observed } from './support/observed.ts';
import { Seat } from './support/seat.ts';

let world: World;
let browser: Browser;
let seat: Seat;
let things: Observed;

const SPIKE = { from: '2026-06-14 00:00:00', to: '2026-06-18 00:00:00' };
const address = (stream: number, query: Record<string, string> = {}) => `/workbench/streams/${stream}?${new URLSearchParams(query)}`;

beforeAll(async () => {
  world = await World.start(sqlite);
  browser = await openBrowser();
  const director = await person(world, 'he.zhuren', [{ role: 'platform_director', scope: { kind: 'platform', id: 'P012' } }]);
  things = await observed(director, world.admin);
  seat = await Seat.take(browser, world.url, 'he.zhuren', 'zh');
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});
/** What was seen when something went wrong, in build/screens. */
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await seat.picture('streams');
});

/** How many pixels of the plot have this colour. */
const painted = (colour: [number, number, number]) =>
  seat.page.locator('.plot canvas').evaluate((canvas: HTMLCanvasElement, wanted) => {
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) if (wanted.every((part, index) => data[at + index] === part)) count += 1;
    return count;
  }, colour);
/** What the link of a download gives. */
const download = async (link: Locator): Promise<Buffer> => {
  const [file] = await Promise.all([seat.page.waitForEvent('download'), link.click()]);
  return readFileSync(await file.path());
};
const SOON = { timeout: 10_000 };
const BLUE: [number, number, number] = [18, 86, 166];
const RED: [number, number, number] = [179, 38, 30];

it('plots the whole record, then what is zoomed to by keys, buttons and typed ends', async () => {
  const { page } = seat;
  await page.goto(address(things.level[0]));
  await seat.heading('地下水位');
  await seat.see('此时段有 7764 条观测');
  await expect.poll(() => painted(BLUE), SOON).toBeGreaterThan(500);
  await seat.see('浅色带为每段的最小值至最大值');
  await page.locator('.plot').focus();
  await page.keyboard.press('+');
  await page.waitForURL(/from=/);
  await seat.press('最后一天');
  await seat.see('此时段有 24 条观测');
  await page.getByRole('textbox', { name: '自', exact: true }).fill('2026-06-14');
  await page.getByRole('textbox', { name: '至', exact: true }).fill('2026-06-18');
  await seat.press('显示');
  await seat.see('此时段有 96 条观测');
  expect(await seat.accessibility()).toEqual([]);
});

it('has every plot as a table', async () => {
  const { page } = seat;
  await page.getByText('数值列表').click();
  await seat.press('下一页');
  await page.getByRole('rowheader', { name: '2026-06-15 08:00:00' }).waitFor();
  expect(await page.getByRole('row', { name: /2026-06-15 08:00:00/ }).innerText()).toContain('188.8');
});

it('flags a spike with a preview and a reason', async () => {
  const { page } = seat;
  await seat.press('质控订正');
  // As it is typed, letter by letter: the stretch is chosen before the field is left, and nothing is written over.
  await page.getByLabel('订正自').pressSequentially('2026-06-15 08:00');
  await page.getByLabel('订正至（不含）').pressSequentially('2026-06-15 10:00');
  expect(await page.getByLabel('订正至（不含）').inputValue()).toBe('2026-06-15 10:00');
  await page.getByLabel('怎样处理').selectOption({ label: '标为错误' });
  await seat.see('已选 2026-06-15 08:00:00 至 2026-06-15 10:00:00');
  await seat.press('预览');
  await seat.see('选中 2 条，其中 2 条会改变。尚未保存。');
  expect(await painted(RED), 'a preview changes nothing').toBe(0);
  expect(await seat.accessibility()).toEqual([]);
  await page.getByLabel('理由').fill('雷击造成的尖峰');
  await seat.press('保存订正');
  await seat.press('保存订正', seat.dialog('请确认'));
  await seat.see('已订正 2 条。');
  await page.getByRole('cell', { name: '雷击造成的尖峰' }).waitFor();
  await expect.poll(() => painted(RED), { ...SOON, message: 'bad values bear marks' }).toBeGreaterThan(50);
});

it('shows it before and after, and without what is bad', async () => {
  const { page } = seat;
  await page.getByLabel('不计错误和缺测').check();
  await seat.see('此时段有 94 条观测');
  await page.getByLabel('不计错误和缺测').uncheck();
  await seat.see('此时段有 96 条观测');
  await page
    .getByRole('button', { name: /看订正之前/ })
    .first()
    .click();
  await seat.see(/所知的数据，不含此后的订正/);
  await expect.poll(() => painted(RED), SOON).toBe(0);
  await page.getByLabel('回到某一时刻').fill('');
  await expect.poll(() => painted(RED), SOON).toBeGreaterThan(50);
});

it('takes an edit back, which is a version of its own', async () => {
  await seat.press('撤销这次订正');
  await seat.page.getByRole('cell', { name: '撤销订正' }).waitFor();
  await expect.poll(() => painted(RED), SOON).toBe(0);
});

it('deletes and puts back from the list of versions', async () => {
  const { page } = seat;
  await page.getByLabel('怎样处理').selectOption({ label: '删除' });
  await seat.press('预览');
  await seat.see('选中 2 条，其中 2 条会改变。尚未保存。');
  await page.getByLabel('理由').fill('误报');
  await seat.press('保存订正');
  await seat.press('保存订正', seat.dialog('请确认'));
  await seat.see('此时段有 94 条观测');
  await page.getByRole('button', { name: /^恢复/ }).first().click();
  await seat.press('恢复', seat.dialog('请确认'));
  await seat.see('此时段有 96 条观测');
});

it('sets streams of several stations on one axis', async () => {
  const { page } = seat;
  await seat.choose('台站', '丫吉', '丫吉试验站');
  await page.getByLabel('数据流', { exact: true }).selectOption({ label: '地下水位 · m' });
  await seat.press('加到图上');
  await page.getByRole('list', { name: '图例' }).getByText('丫吉试验站').waitFor();
  await seat.see('此时段有 144 条观测');
  expect(await seat.accessibility()).toEqual([]);
});

it('exports what is shown', async () => {
  const csv = await download(seat.page.getByRole('link', { name: 'CSV', exact: true }));
  expect(csv.toString('utf8')).toContain('188.8');
  const nc = await download(seat.page.getByRole('link', { name: 'NetCDF', exact: true }));
  expect(nc.subarray(0, 4).toString('latin1')).toMatch(/CDF|HDF/);
});

it('sets a network’s stations side by side, with gaps and alarms', async () => {
  const { page } = seat;
  await seat.menu('观测网', 'Networks of stations');
  await page.getByRole('link', { name: '西南岩溶地下水观测网' }).click();
  await seat.heading('西南岩溶地下水观测网');
  await page.getByRole('img', { name: /寨底地下河站/ }).waitFor();
  await page
    .getByRole('cell', { name: /裂缝张开度/ })
    .first()
    .waitFor();
  expect(await seat.accessibility()).toEqual([]);
  await page.getByRole('link', { name: '同图对比 地下水位' }).click();
  await page.getByRole('list', { name: '图例' }).getByText('丫吉试验站').waitFor();
});

it('tells how complete, online and timely a month was, by stream, and when it was silent', async () => {
  const { page } = seat;
  await page.goto(`/workbench/stations/${things.stations[0]}`);
  await page.getByLabel('月份').selectOption('2026-03');
  await page.getByText('按数据流').click();
  const level = page.getByRole('row', { name: /^地下水位/ }).filter({ has: page.getByRole('button', { name: '查看 地下水位' }) });
  await level.getByText('492 / 744').waitFor();
  expect(await level.innerText()).toContain('66.1%');
  await seat.press('查看 地下水位');
  await page.getByRole('row', { name: '2026-03-05 00:00:00 2026-03-15 12:00:00 252' }).waitFor();
  expect(await seat.accessibility()).toEqual([]);
  const gaps = await download(page.getByRole('region', { name: /地下水位/ }).getByRole('link', { name: 'CSV' }));
  expect(gaps.toString('utf8')).toContain('2026-03-05 00:00:00,2026-03-15 12:00:00,252');
  const days = await download(page.getByRole('region', { name: '完整率日历', exact: true }).getByRole('link', { name: 'CSV' }));
  expect(days.toString('utf8')).toContain('2026-03-04,2026-03-05,24,24,1000');
  await seat.press('关闭');
  await page.goto(`/workbench/station-networks/${things.network}`);
  await page.getByLabel('月份').selectOption('2026-03');
  await page.getByText('按台站', { exact: true }).click();
  await page.getByRole('cell', { name: /66\.1%/ }).first().waitFor();
  expect(await seat.accessibility()).toEqual([]);
});

it('acknowledges an alarm', async () => {
  const { page } = seat;
  await seat.menu('观测报警', 'Alarms');
  await page.getByRole('row', { name: /橙色.*裂缝张开超警戒/s }).waitFor();
  expect(await seat.accessibility()).toEqual([]);
  await seat.press('确认 裂缝张开超警戒');
  await seat.press('确认', seat.dialog('确认报警'));
  await page.getByRole('row', { name: /已确认.*裂缝张开超警戒/s }).waitFor();
  // Chromium's advice to the one who reads pixels: this test.
  seat.forgive(/willReadFrequently/);
  await seat.leave();
});

/** A window of its own; guests are let in where everybody may look. */
async function enter(screen: Screen, lang: 'zh' | 'en', user: string | null): Promise<Watched> {
  const watched = await Watched.open(browser, world.url, screen);
  await watched.context.addCookies([{ name: 'kunyu_lang', value: lang, url: world.url }]);
  if (user === null) return watched;
  await watched.go('/workbench/');
  await watched.page.locator('input[autocomplete=username]').fill(user);
  await watched.page.locator('input[autocomplete=current-password]').fill(passwordOf(user));
  await watched.page.locator('button[type=submit]').click();
  await watched.page.waitForURL(/\/workbench\/todos/);
  watched.forgive(/401/);
  return watched;
}

it('shows guests what is open, and of an embargoed stream what has passed it', async () => {
  const guest = await enter('desktop', 'zh', null);
  const main = guest.page.getByRole('main');
  await guest.go(`/workbench/stations/${things.stations[0]}`);
  await main.getByRole('link', { name: '雨量' }).waitFor();
  expect(await main.getByText('裂缝张开度').count(), 'an internal stream').toBe(0);
  expect(await main.getByRole('button', { name: '修改' }).count()).toBe(0);
  await main.getByRole('link', { name: '雨量' }).click();
  await main.getByText(/保护期内，可查看至/).waitFor();
  expect(await main.getByText('质控订正').count()).toBe(0);
  await guest.go(`/workbench/streams/${things.internal}`);
  await main.getByText('没有找到').waitFor();
  guest.forgive(/404/);
  await guest.go(`/workbench/station-networks/${things.network}`);
  await main.getByRole('img', { name: /丫吉试验站/ }).waitFor();
  expect(await main.getByText('裂缝张开超警戒').count(), 'alarms').toBe(0);
  guest.forgive(/401/);
  expect(guest.faults).toEqual([]);
  await guest.go('/workbench/alarms');
  await guest.page.waitForURL(/login/);
  await guest.close();
});

describe.each(['desktop', 'phone'] as Screen[])('every page of streams on a %s', (screen) => {
  it.each([
    ['zh', 'he.zhuren'],
    ['en', 'he.zhuren'],
    ['zh', null],
    ['en', null],
  ] as const)('is whole and reads in %s for %s', async (lang, user) => {
    const watched = await enter(screen, lang, user);
    for (const [name, path] of [
      ['station', `/stations/${things.stations[0]}`],
      ['stream', `/streams/${things.level[0]}`],
      ['points', `/streams/${things.level[0]}?${new URLSearchParams(SPIKE)}`],
      ['embargoed', `/streams/${things.embargoed}`],
      ['network', `/station-networks/${things.network}`],
      ...(user === null ? [] : [['alarms', '/alarms'] as const]),
    ] as const) {
      await watched.go(`/workbench${path}`);
      if (user === null) watched.forgive(/401/);
      expect(watched.faults, path).toEqual([]);
      expect(await watched.overflow(), path).toBe(0);
      if (judgedByAxe(lang, screen)) expect(await watched.accessibility(), path).toEqual([]);
      await watched.picture(`streams-${name}-${user ?? 'guest'}-${lang}-${screen}`);
    }
    await watched.close();
  });
});
