// Who tends a station sets its rules in a real browser: calibrations, openness, tests, alarms, maintenance.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { person } from '../scenarios/support/cast.ts';
import type { Client } from '../scenarios/support/client.ts';
import { sqlite } from '../scenarios/support/engines.ts';
import { until } from '../scenarios/support/poll.ts';
import { World } from '../scenarios/support/server.ts';
import { openBrowser } from './support/browser.ts';
import { Seat } from './support/seat.ts';

let world: World;
let browser: Browser;
let director: Client;
let seat: Seat;
let station = 0;
let stream = 0;

/** Hourly levels of the last three days that rise and fall, with one that stands out. */
const HOURS = 72;
const levels = () => {
  const start = Math.floor(Date.now() / 3_600_000) * 3_600_000 - HOURS * 3_600_000;
  return Array.from({ length: HOURS }, (_, hour) => [
    new Date(start + hour * 3_600_000).toISOString(),
    hour === 40 ? 30 : Number((10 + 2 * Math.sin(hour / 5)).toFixed(3)),
  ]);
};

async function makeStation(): Promise<void> {
  const made = await director.post('/api/v1/stations', { name: '毛村地下河站', description: '', platform: 'P012', position: { longitude: 110.52, latitude: 25.18 } });
  station = made.expect(201).body.id as number;
  const told = await director.post('/sta/v1.1/Datastreams', {
    name: '水位',
    description: '地下河水位',
    observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
    unitOfMeasurement: { name: 'metre', symbol: 'm', definition: 'https://ucum.org/ucum#m' },
    Sensor: { name: '水位计', description: '压力式', encodingType: 'application/pdf', metadata: 'https://example.org/s.pdf' },
    ObservedProperty: { name: '水位', definition: 'https://example.org/level', description: '水面高程' },
    Thing: { '@iot.id': station },
  });
  stream = Number(/\((\d+)\)$/.exec(told.expect(201).headers.get('location')!)![1]);
  const rows = levels();
  const body = [{ Datastream: { '@iot.id': stream }, components: ['phenomenonTime', 'result'], 'dataArray@iot.count': rows.length, dataArray: rows }];
  (await director.post('/sta/v1.1/CreateObservations', body)).expect(201);
}

beforeAll(async () => {
  world = await World.start(sqlite);
  browser = await openBrowser();
  director = await person(world, 'he.zhuren', [{ role: 'platform_director', scope: { kind: 'platform', id: 'P012' } }]);
  await makeStation();
  seat = await Seat.take(browser, world.url, 'he.zhuren', 'zh');
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await seat.picture('observation-rules');
});

it('fills the tests in from the record, tries them and sets them', async () => {
  const { page } = seat;
  await page.goto(`/workbench/streams/${stream}`);
  await seat.heading('水位');
  await seat.see('没有设检验，数据不作评价');
  await seat.press('修改规则');
  const dialog = seat.dialog('修改规则');
  await seat.press('全部填建议值', dialog);
  for (const test of ['格式', '时间间断', '位置', '量程', '气候值', '尖峰', '变化率', '平直', '信号衰减'])
    await expect.poll(() => dialog.getByRole('checkbox', { name: test, exact: true }).isChecked()).toBe(true);
  const range = dialog.getByRole('group', { name: '量程' });
  await range.getByLabel('可疑：高于（m）').fill('15');
  await range.getByLabel('错误：高于（m）').fill('12');
  await seat.press('保存', dialog);
  await range.getByText('可疑范围须在错误范围之内，请缩小。').first().waitFor();
  seat.forgive(/422/);
  await range.getByLabel('错误：高于（m）').fill('20');
  expect(await seat.accessibility()).toEqual([]);
  await dialog.getByText('试算', { exact: true }).first().click();
  await seat.press('试算', dialog);
  await dialog.getByText(/检验了 72 条，\d+ 条的标记会改。没有保存。/).waitFor();
  await dialog.getByRole('row', { name: /错误/ }).waitFor();
  await seat.press('保存', dialog);
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('rowheader', { name: '尖峰' }).waitFor();
  expect((await director.get(`/sta/v1.1/Datastreams(${stream})/Observations?$top=1&$select=resultQuality`)).expect(200).body.value[0].resultQuality?.qartod ?? 2).toBe(2);
});

it('tests the record again with a reason', async () => {
  const { page } = seat;
  await page.getByText('重新检验', { exact: true }).click();
  await seat.press('先试算');
  await seat.see('没有保存');
  await page.getByRole('main').getByLabel('理由').fill('第一次设定规则');
  await seat.press('开始检验');
  await seat.press('开始检验', seat.dialog('请确认'));
  await seat.see(/检验了 72 条，\d+ 条的标记已改。/);
  expect(await seat.accessibility()).toEqual([]);
});

it('watches the stream by a rule, acknowledges what it raises and looks back', async () => {
  const { page } = seat;
  await page.getByRole('tab', { name: '报警规则' }).click();
  await seat.press('添加报警');
  const dialog = seat.dialog('添加报警');
  await dialog.getByRole('textbox', { name: '名称' }).fill('地下河水位超警戒');
  await dialog.getByLabel('级别', { exact: true }).selectOption({ label: '橙色' });
  await dialog.getByLabel('上限（m）').fill('12.5');
  await dialog.getByLabel('无人确认时升级（分钟）').fill('120, 30');
  await dialog.getByRole('checkbox', { name: '夜间静默' }).check();
  await seat.press('保存', dialog);
  await dialog.getByText('各次升级须一次比一次晚。').first().waitFor();
  seat.forgive(/422/);
  expect(await seat.accessibility()).toEqual([]);
  await dialog.getByLabel('无人确认时升级（分钟）').fill('30, 120');
  await seat.press('保存', dialog);
  await seat.see('高于 12.5 m · 30, 120 分钟后升级 · 22:00–07:00 静默（橙色及以上除外）');

  const now = { phenomenonTime: new Date().toISOString(), result: 13 };
  (await director.post(`/sta/v1.1/Datastreams(${stream})/Observations`, now)).expect(201);
  await until('it is raised', async () => ((await director.get('/api/v1/alarms')).expect(200).body.items.length > 0 ? true : undefined));
  await seat.menu('观测报警', 'Alarms');
  await seat.see('值 13 高于 12.5。');
  expect(await seat.accessibility()).toEqual([]);
  await seat.press('确认 地下河水位超警戒');
  const taking = seat.dialog('确认报警');
  await taking.getByLabel('说明').fill('已派人检查');
  await seat.press('确认', taking);
  await page.getByRole('table').getByText('已确认', { exact: true }).waitFor();
  await page.getByLabel('状态').selectOption({ label: '报警' });
  await seat.see('没有符合条件的报警');
  await seat.press('清除条件');
  await seat.press('经过 地下河水位超警戒');
  const history = seat.dialog(/经过/);
  await history.getByText(/已确认：已派人检查$/).waitFor();
  await page.keyboard.press('Escape');
  await history.waitFor({ state: 'hidden' });
});

it('announces work on the station and ends it', async () => {
  const { page } = seat;
  await page.getByRole('main').getByRole('link', { name: '毛村地下河站' }).click();
  await seat.heading('毛村地下河站');
  await page.getByRole('tab', { name: '报警与检修' }).click();
  await seat.press('登记检修');
  const dialog = seat.dialog('登记检修');
  await dialog.getByLabel('事由').fill('更换电池');
  expect(await seat.accessibility()).toEqual([]);
  await seat.press('保存', dialog);
  await seat.see('更换电池');
  await seat.press('现在结束 更换电池');
  await seat.press('现在结束', seat.dialog('请确认'));
  await seat.see(/提前于 .* 结束/);
  expect(await seat.accessibility()).toEqual([]);
});

it('calibrates the stream and ends the calibration', async () => {
  const { page } = seat;
  await page.goto(`/workbench/streams/${stream}`);
  await page.getByRole('tab', { name: '标定' }).click();
  await seat.see('没有标定，读数即原始值');
  await seat.press('添加标定');
  const dialog = seat.dialog('添加标定');
  await dialog.getByLabel('系数').fill('0');
  await dialog.getByLabel('改正（加数）').fill('-0.03');
  await seat.press('保存', dialog);
  await dialog.getByRole('alert').first().waitFor();
  seat.forgive(/422/);
  await dialog.getByLabel('系数').fill('1.002');
  expect(await seat.accessibility()).toEqual([]);
  await seat.press('保存', dialog);
  await seat.see('y = 1.002 x − 0.03');
  await page.getByRole('main').getByRole('button', { name: /^结束/ }).click();
  const ending = seat.dialog('修改标定');
  await ending.getByLabel('至（不含）').fill('2030-01-01');
  await seat.press('保存', ending);
  await seat.see(/2030-01-01/);
});

it('puts the stream under an embargo with a licence', async () => {
  const { page } = seat;
  await page.getByRole('tab', { name: '开放' }).click();
  await seat.press('修改开放程度');
  const dialog = seat.dialog('修改开放程度');
  await dialog.getByLabel('开放程度').selectOption({ label: '保护期：任何人可以读取早于若干天的数据' });
  await dialog.getByLabel('保护期（天）').fill('0');
  await seat.press('保存', dialog);
  await dialog.getByRole('alert').first().waitFor();
  seat.forgive(/422|400/);
  await dialog.getByLabel('保护期（天）').fill('30');
  await dialog.getByLabel('使用许可').fill('CC-BY-4.0');
  expect(await seat.accessibility()).toEqual([]);
  await seat.press('保存', dialog);
  await seat.see('保护期 30 天');
  await seat.see('CC-BY-4.0');
  expect((await world.anyone.get(`/api/v1/streams/${stream}`)).expect(200).body).toMatchObject({ openness: 'embargo', embargo_days: 30, licence: 'CC-BY-4.0' });
});

it('shows a visitor the tests, and nothing that he may not do', async () => {
  const other = await person(world, 'lu.ren', [{ role: 'platform_director', scope: { kind: 'platform', id: 'P013' } }]);
  expect((await other.get(`/api/v1/streams/${stream}`)).expect(200).body.steps).toEqual([]);
  const visitor = await Seat.take(browser, world.url, 'lu.ren', 'en');
  await visitor.page.goto(`/workbench/streams/${stream}`);
  await visitor.page.getByRole('rowheader', { name: 'Spike' }).waitFor();
  expect(await visitor.page.getByRole('tab', { name: 'Alarm rules' }).count()).toBe(0);
  expect(await visitor.page.getByRole('button', { name: 'Edit the tests' }).count()).toBe(0);
  expect(await visitor.accessibility()).toEqual([]);
  await visitor.leave();
  await seat.leave();
});
