// The workbench in a real browser: every page as administrator, in both languages, on desktop and phone; logging in and out.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arguedApplication, cast, passwordOf, person, upload, type Cast } from '../scenarios/support/cast.ts';
import { sqlite } from '../scenarios/support/engines.ts';
import { World } from '../scenarios/support/server.ts';
import { judgedByAxe, openBrowser, Watched, type Screen } from './support/browser.ts';

let world: World;
let browser: Browser;
let people: Cast;
const things: Record<string, string> = {};

beforeAll(async () => {
  world = await World.start(sqlite);
  browser = await openBrowser();
  people = await cast(world);
  await person(world, 'guan.li', [{ role: 'administrator', scope: { kind: 'all' } }]);
  const officer = people.officer;
  things['application'] = String(await arguedApplication(people, '国土资源信息化工程技术创新平台', 'ministry-technology-platform', 'info-eng'));
  const draft = await people.host.post('/api/v1/applications', { title: { zh: '还没写完的申请' }, category: 'ministry-key-laboratory' });
  things['draft'] = String(draft.expect(201).body.id);
  things['call'] = String((await officer.post('/api/v1/calls', { title: { zh: '2018年度申报' }, category: 'ministry-key-laboratory', opens_on: '2018-01-10', closes_on: '2018-03-31' })).expect(201).body.id);
  things['notice'] = String((await officer.post('/api/v1/notices', { issuer: '国土资源部办公厅', title: { zh: '通知' }, body: { zh: '正文' } })).expect(201).body.id);
  things['plan'] = String((await officer.post('/api/v1/exit-plans', { category: 'ministry-key-laboratory', reason: '腾出名额', exits: [{ platform: 'P001', on: '2020-06-30', way: 'exit' }] })).expect(201).body.id);
  things['account'] = String((await world.admin.get('/api/v1/accounts', { query: { q: 'li.tudi' } })).expect(200).body.items[0].id);
  things['organisation'] = String((await world.admin.get('/api/v1/organisations/clspi')).expect(200).body.id);
  things['platform'] = String((await world.admin.get('/api/v1/platforms/P012')).expect(200).body.id);
  const plan = (await world.admin.get('/api/v1/plans/plan-2017/tasks')).expect(200).body;
  things['task'] = String(plan.items[4].id);
  things['unit'] = String(plan.items[4].answering[0].unit.id);
  const made = async (address: string, body: object) => String((await world.admin.post(`/api/v1${address}`, body)).expect(201).body.id);
  const of = { plan: 'plan-2017', units: ['igge'], attachments: [] };
  things['unit-plan'] = await made('/plans/plan-2017/unit-plans', { unit: 'igge', year: 2020, tasks: [{ task: plan.items[4].id, planned: [40, 60, 80, 100], goals: [{ title: '建成', weight: 100, cycle: 4 }] }] });
  things['whole-plan'] = await made('/plans/plan-2017/unit-plans', { unit: 'igge', year: 0, summary: '总体安排' });
  things['evidence'] = await made(`/milestones/${plan.items[4].milestones[0].id}/evidence`, { unit: 'igge', statement: '规划方案已报部。' });
  things['extension'] = await made(`/milestones/${plan.items[4].milestones[1].id}/extensions`, { unit: 'igge', new_due: '2030-12-31', reason: '评审推迟' });
  things['slip'] = await made('/slips', { task: plan.items[4].id, unit: 'igge', demand: '请说明滞后原因。' });
  things['inspection'] = await made('/inspections', { ...of, inspected_on: '2018-10-10', inspectors: '检查组', findings: '设备未到位。', tasks: [5], demands: [{ unit: 'igge', wording: '补齐设备清单', due_on: '2019-03-31' }] });
  things['meeting'] = await made('/meetings', { ...of, held_on: '2018-10-12', title: '协调小组第一次会议', agenda: ['进展'], decisions: ['按期推进'], actions: [{ unit: 'igge', wording: '报送方案', due_on: '2019-03-31' }] });
  things['commitment'] = await made('/commitments', { plan: 'plan-2017', promised_by: 'igge', kind: 'land', task: 5, what: '实验用地', amount: 1550, promised_on: '2018-05-01', due_on: '2019-12-31' });
  things['regulation'] = await made('/regulations', { plan: 'plan-2017', on: '2018-03-01', kind: 'measure', title: { zh: '野外基地管理办法' }, tasks: [22] });
  things['suggestion'] = await made('/suggestions', { plan: 'plan-2017', unit: 'igge', task: 5, wording: '建议统一评估周期。' });
  const sheet = await upload(officer, '坏表.csv', new TextEncoder().encode('a,b\r\n1,2\r\n'), 'text/csv');
  things['job'] = String((await officer.post('/api/v1/imports', { kind: 'platforms', file: sheet.id, dry_run: true })).expect(202).body.id);
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function logIn(watched: Watched, user: string, lang: 'zh' | 'en' = 'zh'): Promise<void> {
  await watched.context.addCookies([{ name: 'kunyu_lang', value: lang, url: world.url }]);
  await watched.go('/workbench/');
  await watched.page.locator('input[autocomplete=username]').fill(user);
  await watched.page.locator('input[autocomplete=current-password]').fill(passwordOf(user));
  await watched.page.locator('button[type=submit]').click();
  await watched.page.waitForURL(/\/workbench\/todos/);
  await watched.quiet();
  // Before the log-in nobody is known: that is an answer, no fault.
  watched.forgive(/401/);
}

const paths = [
  '/todos', '/notifications', '/me/notification-settings', '/mails', '/applications', '/applications/new', '/applications/{application}', '/calls', '/calls/new', '/calls/{call}', '/platforms', '/platforms/{platform}', '/readiness', '/annual-reports',
  '/exit-plans', '/exit-plans/{plan}', '/layout', '/layout/ministry-key-laboratory/land', '/layout-history', '/layout-directions', '/layout-provinces', '/organisations', '/organisations/{organisation}',
  '/programme', '/programme/timeline', '/programme/tasks', '/programme/units', '/programme/units/{unit}', '/programme/goals/G2', '/programme/sections/%E5%BC%80%E6%94%BE%E5%85%B1%E4%BA%AB',
  '/programme/dependencies', '/programme/calendar', '/programme/setting', '/programme/revisions', '/programme/new', '/tasks/{task}',
  '/programme/reports', '/programme/unit-plans', '/programme/unit-plans/{unit-plan}', '/programme/unit-plans/{whole-plan}', '/programme/evidence/{evidence}', '/programme/extensions', '/programme/extensions/{extension}',
  '/programme/slips', '/programme/slips/{slip}', '/inspections', '/inspections/{inspection}', '/meetings', '/meetings/{meeting}', '/commitments', '/commitments/{commitment}', '/regulations', '/regulations/{regulation}',
  '/suggestions', '/suggestions/{suggestion}',
  '/accounts', '/accounts/{account}', '/permissions', '/delegations', '/me/sessions', '/me/tokens', '/me/password', '/audit', '/imports', '/jobs', '/jobs/{job}', '/notices', '/notices/new', '/notices/{notice}',
];

for (const lang of ['zh', 'en'] as const) {
  for (const screen of ['desktop', 'phone'] as Screen[]) {
    describe(`workbench, ${lang}, ${screen}`, () => {
      let watched: Watched;
      beforeAll(async () => {
        watched = await Watched.open(browser, world.url, screen, { locale: lang === 'zh' ? 'zh-CN' : 'en-GB' });
        await logIn(watched, 'guan.li', lang);
      });
      afterAll(() => watched?.close());

      for (const path of paths) {
        it(path, async () => {
          watched.faults.length = 0;
          const address = `/workbench${path.replace(/\{([\w-]+)\}/g, (_, name: string) => things[name]!)}`;
          await watched.go(address);
          expect(new URL(watched.page.url()).pathname).toBe(address);
          expect(await watched.page.locator('h1').count()).toBe(1);
          expect((await watched.page.locator('main').innerText()).length).toBeGreaterThan(10);
          await watched.picture(`workbench-${lang}-${screen}-${path.slice(1).replace(/[^\w]+/g, '-')}`);
          if (judgedByAxe(lang, screen)) expect(await watched.accessibility()).toEqual([]);
          expect(await watched.overflow()).toBe(0);
          expect(watched.faults).toEqual([]);
        });
      }
    });
  }
}

describe('logging in', () => {
  it('a wrong password is told, the way goes on after the right one, logging out closes the door', async () => {
    const watched = await Watched.open(browser, world.url, 'desktop');
    try {
      await watched.go('/workbench/applications');
      expect(watched.page.url()).toContain('/workbench/login');
      await watched.page.locator('input[autocomplete=username]').fill('guan.li');
      await watched.page.locator('input[autocomplete=current-password]').fill('wrong-password');
      await watched.page.locator('button[type=submit]').click();
      await watched.page.locator('[role=alert]').waitFor();
      expect(await watched.accessibility()).toEqual([]);
      await watched.page.locator('input[autocomplete=current-password]').fill(passwordOf('guan.li'));
      await watched.page.locator('button[type=submit]').click();
      await watched.page.waitForURL(/\/workbench\/applications/);
      const cookies = await watched.context.cookies();
      expect(cookies.find((cookie) => cookie.name === 'kunyu_session')).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
      await watched.context.request.delete('/api/v1/session', { headers: { 'x-csrf-token': (await (await watched.context.request.get('/api/v1/session')).json()).csrf_token } });
      await watched.go('/workbench/audit');
      expect(watched.page.url()).toContain('/workbench/login');
      watched.forgive(/401/);
      expect(watched.faults).toEqual([]);
    } finally {
      await watched.close();
    }
  });

  it('the menu shows each person what that person may do', async () => {
    const watched = await Watched.open(browser, world.url, 'desktop');
    try {
      await logIn(watched, 'li.tudi');
      const menu = await watched.page.locator('a[href^="/workbench/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
      expect(menu).toContain('/workbench/applications');
      expect(menu).not.toContain('/workbench/audit');
      expect(menu).not.toContain('/workbench/imports');
      await watched.go('/workbench/audit');
      expect(watched.page.url()).toContain('not-permitted');
    } finally {
      await watched.close();
    }
  });
});
