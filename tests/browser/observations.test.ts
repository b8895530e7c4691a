// Stations in a real browser: made, given a stream, a device and a file of values, and seen by everybody else.
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { passwordOf, person } from '../scenarios/support/cast.ts';
import type { Client } from '../scenarios/support/client.ts';
import { sqlite } from '../scenarios/support/engines.ts';
import { World } from '../scenarios/support/server.ts';
import { judgedByAxe, openBrowser, Watched, type Screen } from './support/browser.ts';
import { Seat } from './support/seat.ts';

let world: World;
let browser: Browser;
let director: Client;
let seat: Seat;
let station = 0;
let network = 0;

/** A gauge of a station; streams.test.ts looks at what gauges bring. */
const datastream = (thing: number, name: string) => ({
  name,
  description: name,
  observationType: 'http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement',
  unitOfMeasurement: { name: 'metre', symbol: 'm', definition: 'https://ucum.org/ucum#m' },
  Sensor: { name: '水位计', description: '压力式', encodingType: 'application/pdf', metadata: 'https://example.org/s.pdf' },
  ObservedProperty: { name, definition: `https://example.org/${encodeURIComponent(name)}`, description: name },
  Thing: { '@iot.id': thing },
});

beforeAll(async () => {
  world = await World.start(sqlite);
  browser = await openBrowser();
  director = await person(world, 'he.zhuren', [{ role: 'platform_director', scope: { kind: 'platform', id: 'P012' } }]);
  const made = await director.post('/api/v1/stations', { name: '毛村地下河站', description: '桂林岩溶地下河', platform: 'P012', position: { longitude: 110.52, latitude: 25.18, elevation: 150 }, people: [{ name: '张三', role: '站长', from: '2020-01-01' }] });
  station = made.expect(201).body.id as number;
  const stream = (await director.post('/sta/v1.1/Datastreams', datastream(station, '水位'))).expect(201);
  const id = Number(/\((\d+)\)$/.exec(stream.headers.get('location')!)![1]);
  (await director.post(`/sta/v1.1/Datastreams(${id})/Observations`, { phenomenonTime: '2026-07-01T00:00:00Z', result: 152.38 })).expect(201);
  const members = [{ station, from: '2020-01-01' }];
  network = (await world.admin.post('/api/v1/station-networks', { name: { zh: '岩溶监测网', en: 'Karst network' }, standard: 'DZ/T 0307', members })).expect(201).body.id as number;
  seat = await Seat.take(browser, world.url, 'he.zhuren', 'zh');
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});
/** What was seen when something went wrong, in build/screens. */
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await seat.picture('observations');
});

it('finds stations by filter, in the list and on the map, without a boundary', async () => {
  const { page } = seat;
  await seat.menu('观测台站', 'Stations');
  await seat.see('毛村地下河站');
  await seat.see('1 个台站，其中 1 个有位置。');
  await page.getByRole('searchbox', { name: '名称' }).fill('没有这个');
  await page.locator('main p', { hasText: '没有符合条件的内容' }).first().waitFor();
  await seat.press('清除条件');
  await page.getByRole('link', { name: '毛村地下河站' }).waitFor();
  expect(await seat.accessibility()).toEqual([]);
});

it('paints the point and the graticule', async () => {
  const { page } = seat;
  const colours = () =>
    page.locator('.map canvas').evaluateAll((canvases) => {
      const found = new Set<string>();
      for (const canvas of canvases as HTMLCanvasElement[]) {
        if (!canvas.width || !canvas.height) continue;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255) found.add(`${data[at]},${data[at + 1]},${data[at + 2]}`);
      }
      return [...found];
    });
  await expect.poll(colours, { timeout: 10_000 }).toContain('18,86,166');
});

it('makes a station of its platform by hand', async () => {
  const { page } = seat;
  await seat.press('新建台站');
  const dialog = seat.dialog('新建台站');
  await dialog.getByLabel('名称').fill('试验滑坡站');
  await seat.choose('所属平台', 'P012', 'P012', dialog).catch(async () => {
    await dialog.getByRole('combobox', { name: '所属平台' }).fill('P012');
    await dialog.getByRole('option').first().click();
  });
  await dialog.getByLabel('经度（度）').fill('110.5');
  await dialog.getByLabel('纬度（度）').fill('95');
  await seat.press('保存', dialog);
  await dialog.getByRole('alert').first().waitFor();
  seat.forgive(/422/);
  await dialog.getByLabel('纬度（度）').fill('25.2');
  await seat.press('保存', dialog);
  await seat.heading('试验滑坡站');
  await seat.see('110.5°E, 25.2°N');
  await page.getByRole('tab', { name: /数据流/ }).waitFor();
});

it('gives it a stream, a programme and a person', async () => {
  const { page } = seat;
  await seat.press('新建数据流');
  const stream = seat.dialog('新建数据流');
  await seat.press('保存', stream);
  for (const label of ['名称', '观测要素', '传感器']) expect(await stream.getByRole('textbox', { name: label, exact: true }).getAttribute('aria-invalid'), label).toBe('true');
  for (const [label, text] of [
    ['名称', '后缘裂缝'],
    ['观测要素', '裂缝张开度'],
    ['单位符号', 'mm'],
    ['传感器', '拉线式裂缝计'],
  ] as const)
    await stream.getByRole('textbox', { name: label, exact: true }).fill(text);
  await seat.press('保存', stream);
  await page.getByRole('link', { name: '后缘裂缝' }).waitFor();
  await page.getByRole('tab', { name: '观测方案与传感器' }).click();
  await seat.press('添加观测方案');
  const programme = seat.dialog('添加观测方案');
  await programme.getByLabel('观测要素').selectOption({ label: '裂缝张开度' });
  await programme.getByRole('textbox', { name: '观测规范', exact: true }).fill('DZ/T 0221');
  await programme.getByLabel('规范版本').fill('2006');
  await seat.press('保存', programme);
  await seat.see('DZ/T 0221 (2006)');
  await seat.see('每 1 小时');
  await page.getByRole('tab', { name: '人员与文件' }).click();
  await seat.press('维护人员');
  const people = seat.dialog('维护人员');
  await people.getByLabel('姓名').fill('李四');
  await people.getByLabel('职责').fill('观测员');
  await seat.press('保存', people);
  await page.getByRole('rowheader', { name: '李四' }).waitFor();
  expect(await seat.accessibility()).toEqual([]);
});

it('shows a device’s key once, rotates and revokes it', async () => {
  const { page } = seat;
  await page.getByRole('tab', { name: '设备与密钥' }).click();
  await seat.press('添加设备');
  const dialog = seat.dialog('添加设备');
  await dialog.getByLabel('名称').fill('遥测终端1号');
  await seat.press('生成密钥', dialog);
  const secret = page.locator('.secret code');
  await secret.waitFor();
  const first = await secret.innerText();
  expect(first).toMatch(/^kunyu_device_/);
  await seat.press('复制 密钥');
  await page.getByText('已复制').waitFor();
  await seat.see(new RegExp(`^kunyu observe simulate --url ${world.url} --station \\d+ --stream \\d+ --key ${first}$`));
  await page.getByRole('button', { name: '更换密钥 遥测终端1号' }).click();
  await seat.press('更换密钥', seat.dialog(/更换密钥/));
  await expect.poll(() => secret.innerText()).not.toBe(first);
  await seat.press('已抄存');
  expect(await page.getByText(first).count(), 'a key that was closed is gone').toBe(0);
  await page.getByRole('button', { name: '吊销 遥测终端1号' }).click();
  const revoke = seat.dialog(/吊销/);
  await revoke.getByLabel('理由').fill('设备被盗');
  await seat.press('吊销', revoke);
  await seat.see('已吊销');
  await seat.see('设备被盗');
});

it('brings in a CSV file: guessed, pointed at a stream, previewed, tried, imported', async () => {
  const { page } = seat;
  await page.getByRole('link', { name: '导入 CSV' }).click();
  await seat.heading('导入 CSV');
  const lines = ['时间,裂缝', ...Array.from({ length: 24 }, (_, hour) => `2026-07-01 ${String(hour).padStart(2, '0')}:00:00,${(3 + hour / 10 + (hour % 3 === 1 ? 0.2 : 0)).toFixed(1)}`), 'yesterday,1'];
  await page.locator('input[type=file]').setInputFiles({ name: '裂缝.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\r\n')) });
  await seat.press('新建数据流');
  const missing = seat.dialog('新建数据流');
  for (const [label, text] of [['名称', '前缘裂缝'], ['观测要素', '裂缝张开度'], ['单位符号', 'mm'], ['传感器', '拉线式裂缝计']] as const)
    await missing.getByRole('textbox', { name: label, exact: true }).fill(text);
  await seat.press('保存', missing);
  const target = page.getByLabel('“裂缝”导入到');
  await target.getByRole('option', { name: '前缘裂缝 · mm' }).waitFor({ state: 'attached' });
  await target.selectOption({ label: '后缘裂缝 · mm' });
  await seat.press('预览');
  await seat.see('1 处错误');
  await page.getByRole('cell', { name: 'yesterday', exact: true }).waitFor();
  await seat.press('试导入（不保存）');
  await seat.see('试导入已完成，没有保存任何数据。');
  expect(await seat.accessibility()).toEqual([]);
  await seat.press('正式导入');
  await seat.press('正式导入', seat.dialog('请确认'));
  await seat.see('导入完成');
  await page.getByRole('main').getByRole('link', { name: '试验滑坡站' }).last().click();
  await seat.heading('试验滑坡站');
  await seat.see('5.3');
  await seat.see('2026-07-01 23:00:00');
  await seat.leave();
});

describe.each(['desktop', 'phone'] as Screen[])('every page of observations on a %s', (screen) => {
  it.each(['zh', 'en'] as const)('is whole and reads in %s', async (lang) => {
    const watched = await Watched.open(browser, world.url, screen);
    await watched.context.addCookies([{ name: 'kunyu_lang', value: lang, url: world.url }]);
    await watched.go('/workbench/');
    await watched.page.locator('input[autocomplete=username]').fill('he.zhuren');
    await watched.page.locator('input[autocomplete=current-password]').fill(passwordOf('he.zhuren'));
    await watched.page.locator('button[type=submit]').click();
    await watched.page.waitForURL(/\/workbench\/todos/);
    watched.forgive(/401/);
    for (const [name, path] of [
      ['stations', '/stations'],
      ['station', `/stations/${station}`],
      ['programme', `/stations/${station}?part=programme`],
      ['people', `/stations/${station}?part=people`],
      ['devices', `/stations/${station}?part=devices`],
      ['import', `/stations/${station}/import`],
      ['networks', '/station-networks'],
      ['network', `/station-networks/${network}`],
    ] as const) {
      await watched.go(`/workbench${path}`);
      await watched.picture(`observations-${name}-${lang}-${screen}`);
      expect(watched.faults, path).toEqual([]);
      expect(await watched.overflow(), path).toBe(0);
      if (judgedByAxe(lang, screen)) expect(await watched.accessibility(), path).toEqual([]);
    }
    await watched.close();
  });
});
