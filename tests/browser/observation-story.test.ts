// From a new station to a record that is judged and handed on: a logger is heard, falls silent, a file is described by hand, a spike is flagged, the record goes out.
import type { Browser } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { person } from '../scenarios/support/cast.ts';
import { Client } from '../scenarios/support/client.ts';
import { sqlite } from '../scenarios/support/engines.ts';
import { World } from '../scenarios/support/server.ts';
import { openBrowser } from './support/browser.ts';
import { datastream, locationId } from './support/observed.ts';
import { Seat } from './support/seat.ts';

let world: World;
let browser: Browser;
let director: Client;
let logger: Client;
let seat: Seat;
let station = 0;
let level = 0;
let crack = 0;

/** Twice the longest that a silence can go unseen: the server looks every 20 s, the page too. */
const UNTIL_MISSED = { timeout: 80_000 };
const SPIKE = '2026-07-02 08:00:00';

const makeStream = async (name: string, symbol: string): Promise<number> => locationId(await director.post('/sta/v1.1/Datastreams', datastream(station, name, symbol)));
/** The device hands in a value of this moment, as a logger in the field does. */
const hand = async (stream: number, result: number): Promise<void> => {
  (await logger.post(`/sta/v1.1/Datastreams(${stream})/Observations`, { phenomenonTime: new Date().toISOString(), result })).expect(201);
};
/** The page listens: what comes from now on comes by itself. */
const listening = () => seat.page.getByRole('main').getByText('实时', { exact: true }).waitFor();

beforeAll(async () => {
  world = await World.start(sqlite);
  browser = await openBrowser();
  director = await person(world, 'he.zhuren', [{ role: 'platform_director', scope: { kind: 'platform', id: 'P012' } }]);
  const made = await director.post('/api/v1/stations', { name: '毛村地下河站', description: '', platform: 'P012', position: { longitude: 110.52, latitude: 25.18 } });
  station = made.expect(201).body.id as number;
  [level, crack] = [await makeStream('水位', 'm'), await makeStream('裂缝张开度', 'mm')];
  logger = Client.withToken(world.url, (await director.post(`/api/v1/stations/${station}/devices`, { name: '遥测终端' })).expect(201).body.key as string);
  seat = await Seat.take(browser, world.url, 'he.zhuren', 'zh');
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});
/** What was seen when something went wrong, in build/screens. */
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await seat.picture('observation-story');
});

it('shows what a logger hands in while the station is looked at', async () => {
  const { page } = seat;
  await page.goto(`/workbench/stations/${station}`);
  await listening();
  const row = page.getByRole('row', { name: /水位/ });
  await row.getByText('—', { exact: true }).first().waitFor();
  await hand(level, 7.25);
  await row.getByText('7.25').waitFor();
  await hand(level, 7.5);
  await row.getByText('7.5', { exact: true }).waitFor();
  expect(await seat.accessibility()).toEqual([]);
});

it('shows it on the stream’s page, at its head and in the plot', async () => {
  const { page } = seat;
  await page.getByRole('link', { name: '水位' }).click();
  await seat.heading('水位');
  await listening();
  await seat.see('此时段有 2 条观测');
  await hand(level, 7.75);
  await page.getByRole('main').getByText('7.75', { exact: true }).waitFor();
  await seat.see('此时段有 3 条观测');
});

it('raises an alarm by itself when the logger falls silent, which is acknowledged with a note', async () => {
  const { page } = seat;
  const property = (await director.get(`/sta/v1.1/Datastreams(${level})/ObservedProperty`)).expect(200).body['@iot.id'];
  (await director.post(`/api/v1/stations/${station}/programmes`, { observed_property: property, protocol: '地下水监测', protocol_version: '1', cadence_seconds: 1, from: '2020-01-01' })).expect(201);
  await page.reload();
  await page.getByRole('tab', { name: '报警规则' }).click();
  await seat.press('添加报警');
  const dialog = seat.dialog('添加报警');
  await dialog.getByRole('textbox', { name: '名称' }).fill('遥测中断');
  await dialog.getByLabel('条件', { exact: true }).selectOption({ label: '没有数据' });
  await dialog.getByLabel('多久没有数据').fill('3');
  await seat.press('保存', dialog);
  await seat.see('3 个观测间隔没有数据');

  await page.getByRole('main').getByRole('link', { name: '毛村地下河站' }).first().click();
  await seat.heading('毛村地下河站');
  const raised = page.getByRole('row', { name: /报警.*遥测中断|遥测中断.*报警/s }).first();
  await raised.waitFor(UNTIL_MISSED);
  await seat.press('确认 遥测中断');
  const taking = seat.dialog('确认报警');
  await taking.getByLabel('说明').fill('电池没电，已派人更换');
  await seat.press('确认', taking);
  await page.getByRole('row', { name: /已确认/ }).first().waitFor();
  await page.getByRole('button', { name: '经过 遥测中断' }).first().click();
  await seat.dialog(/经过/).getByText(/电池没电，已派人更换$/).waitFor();
  await page.keyboard.press('Escape');
  await seat.dialog(/经过/).waitFor({ state: 'hidden' });
});

it('reads a file of which nothing is recognised by a description made by hand', async () => {
  const { page } = seat;
  await page.goto(`/workbench/stations/${station}`);
  await page.getByRole('link', { name: '导入 CSV' }).click();
  await seat.heading('导入 CSV');
  const lines = Array.from({ length: 48 }, (_, hour) => `2026#07#${String(1 + Math.floor(hour / 24)).padStart(2, '0')}#${String(hour % 24).padStart(2, '0')},${hour === 32 ? 95 : (30 + hour / 10).toFixed(1)}`);
  await page.locator('input[type=file]').setInputFiles({ name: '裂缝.csv', mimeType: 'text/csv', buffer: Buffer.from(['时刻,读数', ...lines].join('\n')) });
  await page.getByRole('alert').first().waitFor();
  seat.forgive(/422|400/);
  await seat.see('请写出时间列和数值列的列名');
  await page.getByLabel('时间列').fill('时刻');
  await page.getByLabel('时间格式').fill('YYYY#MM#DD#HH');
  await page.getByLabel('数值列').fill('读数');
  await page.getByLabel('“读数”导入到').selectOption({ label: '裂缝张开度 · mm' });
  await page.getByLabel('“读数”的系数').fill('一成');
  await seat.see('请填一个数');
  await page.getByLabel('“读数”的系数').fill('0.1');
  expect(await seat.accessibility()).toEqual([]);
  await seat.press('预览');
  await seat.see('读到 48 行、48 个值；缺测 0，重复 0，错误 0。');
  await page.getByRole('row', { name: /2026-07-01 00:00:00/ }).getByText('3', { exact: true }).waitFor();
  await seat.press('试导入（不保存）');
  await seat.see('试导入已完成，没有保存任何数据。');
  // What comes next stands where the person has just pressed, not behind a hundred lines of the file.
  const top = async (name: string): Promise<number> => (await page.getByRole('main').getByRole(name === '正式导入' ? 'button' : 'heading', { name }).boundingBox())!.y;
  expect(await top('正式导入')).toBeLessThan(await top('文件开头'));
  await seat.press('正式导入');
  await seat.press('正式导入', seat.dialog('请确认'));
  await seat.see('导入完成');
  await seat.see(/新增 48 条/);
  expect((await director.get(`/api/v1/streams/${crack}`)).expect(200).body).toMatchObject({ count: 48, latest: { result: 3.47 } });
});

it('flags a spike with a preview and a reason, and shows it before and after', async () => {
  const { page } = seat;
  await page.goto(`/workbench/streams/${crack}`);
  await seat.see('此时段有 48 条观测');
  await page.getByText('数值列表').click();
  await seat.press('下一页');
  const spike = page.getByRole('row', { name: new RegExp(SPIKE) });
  await spike.getByText('未评价').waitFor();
  await seat.press('质控订正');
  await page.getByRole('button', { name: `选此条 ${SPIKE}` }).click();
  await seat.press('预览');
  await seat.see('选中 1 条，其中 1 条会改变。尚未保存。');
  await page.getByLabel('理由').fill('碰到了传感器');
  await seat.press('保存订正');
  await seat.press('保存订正', seat.dialog('请确认'));
  await seat.see('已订正 1 条。');
  const version = page.getByRole('row', { name: /碰到了传感器/ });
  await version.getByText('1 条标为错误').waitFor();
  // The table stays where it was opened.
  await spike.getByText('错误').waitFor();
  // What was known before the version, written by hand where the page takes it.
  const made = (await director.get(`/api/v1/streams/${crack}/revisions`)).expect(200).body.items[0].at as string;
  const before = new Date(Date.parse(made) + 8 * 3_600_000 - 1000).toISOString().slice(0, 19).replace('T', ' ');
  await page.getByLabel('回到某一时刻').fill(before);
  await seat.see(`图和表为 ${before} 时所知的数据，不含此后的订正。`);
  await spike.getByText('未评价').waitFor();
  await page.getByLabel('回到某一时刻').fill('');
  await spike.getByText('错误').waitFor();
});

it('makes a file of more than can be had at once in the background', async () => {
  const { page } = seat;
  const count = 500_001;
  const first = Date.parse('2020-01-01T00:00:00Z');
  const rows = Array.from({ length: count }, (_, minute) => [new Date(first + minute * 60_000).toISOString(), (minute % 1000) / 100]);
  const whole = await makeStream('一分钟水位', 'm');
  (await director.post('/sta/v1.1/CreateObservations', [{ Datastream: { '@iot.id': whole }, components: ['phenomenonTime', 'result'], dataArray: rows }])).expect(201);
  await page.goto(`/workbench/streams/${whole}`);
  await seat.see('此时段有 500001 条观测');
  await seat.press('CSV', page.getByRole('group', { name: '导出' }));
  const link = page.getByRole('link', { name: '下载文件' });
  await link.waitFor({ timeout: 60_000 });
  await seat.see(/观测 500001 条/);
  expect(await seat.accessibility()).toEqual([]);
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const lines = readFileSync(await file.path(), 'utf8').trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(count);
  expect(lines.at(-1)).toContain('2020-12-13');
  await seat.leave();
});
