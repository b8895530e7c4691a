// What people are told, by clicking: the bell, the settings, the calendar's link, the administrator's view of mail.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cast, passwordOf, person, step, upload, type Cast } from '../scenarios/support/cast.ts';
import { sqlite } from '../scenarios/support/engines.ts';
import { MailSink } from '../scenarios/support/mail_sink.ts';
import { until } from '../scenarios/support/poll.ts';
import { World } from '../scenarios/support/server.ts';
import { openBrowser, Watched, type Screen } from './support/browser.ts';

let world: World;
let browser: Browser;
let people: Cast;
let sink: MailSink;
let application = 0;

beforeAll(async () => {
  sink = await new MailSink().start();
  world = await World.start(sqlite, ['--mail-url', `smtp://127.0.0.1:${sink.port}`, '--mail-sender', '坤舆 <kunyu@example.cn>', '--mail-starttls', 'never']);
  browser = await openBrowser();
  people = await cast(world);
  await person(world, 'guan.li', [{ role: 'administrator', scope: { kind: 'all' } }]);
  for (const user of ['guan.li', 'zhao.sheng']) {
    const found = (await world.admin.get('/api/v1/accounts', { query: { q: user } })).expect(200).body.items[0];
    const account = (await world.admin.get(`/api/v1/accounts/${found.id}`)).expect(200);
    (await world.admin.patch(`/api/v1/accounts/${found.id}`, { email: `${user}@example.cn` }, { ifMatch: account.etag })).expect(200);
  }
  const attachment = await upload(people.host, '建设申请书.pdf');
  const form = { title: { zh: '国土资源信息化工程技术创新平台' }, category: 'ministry-technology-platform', field: 'info-eng', host: people.hostOrganisation.id, host_share: 100, supervisor: 'shaanxi', province: '61', city: '西安', director: '韩霁昌', summary: '信息化工程。', attachments: [attachment.id] };
  application = (await people.host.post('/api/v1/applications', form)).expect(201).body.id;
  (await step(people.host, application, { step: 'submit' })).expect(200);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await world?.stop();
  await sink?.stop();
});

async function as(user: string, work: (page: Page, watched: Watched) => Promise<void>, screen: Screen = 'desktop'): Promise<void> {
  const watched = await Watched.open(browser, world.url, screen);
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

async function judged(watched: Watched, name: string): Promise<void> {
  await watched.picture(`inbox-${name}`);
  expect(await watched.accessibility()).toEqual([]);
  expect(await watched.overflow()).toBe(0);
}

describe('notifications', () => {
  it('the bell counts them; going there reads one', async () => {
    await as('zhao.sheng', async (page, watched) => {
      const bell = page.getByRole('banner').getByRole('link', { name: /消息/ });
      await bell.getByText('1', { exact: true }).waitFor();
      await bell.click();
      await page.getByRole('heading', { name: '消息' }).waitFor();
      const link = page.getByRole('link', { name: /待办：.*信息化工程技术创新平台/ });
      await link.waitFor();
      await judged(watched, 'notifications-desktop');
      await link.click();
      await page.waitForURL(new RegExp(`/workbench/applications/${application}$`));
      await bell.getByText('0', { exact: true }).waitFor();
      await page.goto('/workbench/notifications', { waitUntil: 'networkidle' });
      await page.getByLabel('只看未读').check();
      await page.getByText('没有未读消息。').waitFor();
    });
  });

  it('on a phone they are cards, and all are read at once', async () => {
    await as(
      'wang.keji',
      async (page, watched) => {
        await page.getByRole('banner').getByRole('link', { name: /消息/ }).click();
        await page.getByRole('button', { name: '全部标为已读' }).waitFor();
        await page.getByRole('link', { name: /待办：/ }).first().waitFor();
        await judged(watched, 'notifications-phone');
        await page.getByRole('button', { name: '全部标为已读' }).click();
        await page.getByText('已将 1 条标为已读').waitFor();
        expect((await people.officer.get('/api/v1/notifications/counts')).body.unread).toBe(0);
      },
      'phone',
    );
  });
});

describe('settings', () => {
  it('are kept, and the calendar link is shown once and replaced after a question', async () => {
    await as('zhao.sheng', async (page, watched) => {
      await page.getByRole('button', { name: /zhao.sheng/ }).click();
      await page.getByRole('link', { name: '提醒设置' }).click();
      await page.getByRole('heading', { name: '提醒设置' }).waitFor();
      await page.getByText('邮件发往 zhao.sheng@example.cn。').waitFor();
      await page.getByLabel('新待办: 电子邮件').selectOption('at_once');
      await page.getByLabel('新待办: 在“消息”中显示').uncheck();
      await page.getByLabel('发送时间（北京时间）').selectOption({ label: '17:00' });
      await page.getByRole('button', { name: '保存' }).click();
      await page.getByText('已保存').waitFor();
      const kept = (await people.province.get('/api/v1/me/notification-settings')).body;
      expect(kept.digest.hour).toBe(17);
      expect(kept.kinds.find((one: { kind: string }) => one.kind === 'todo.opened')).toMatchObject({ in_inbox: false, mail: 'at_once' });
      await page.getByRole('button', { name: '生成链接' }).click();
      const field = page.getByRole('status').filter({ hasText: '链接只显示这一次' }).locator('code');
      await field.waitFor();
      const first = await field.innerText();
      expect((await world.anyone.get(new URL(first).pathname)).status).toBe(200);
      await judged(watched, 'settings-desktop');
      await page.getByRole('button', { name: '更换链接' }).click();
      await page.getByRole('dialog').getByRole('button', { name: '更换链接' }).click();
      await until('another link', async () => ((await field.innerText()) === first ? undefined : true));
      expect((await world.anyone.get(new URL(first).pathname)).status).toBe(404);
    });
  });

  it('fit a phone', async () => {
    await as(
      'zhao.sheng',
      async (page, watched) => {
        await page.goto('/workbench/me/notification-settings', { waitUntil: 'networkidle' });
        await page.getByRole('button', { name: '保存' }).waitFor();
        await judged(watched, 'settings-phone');
      },
      'phone',
    );
  });
});

describe('mail', () => {
  it('the administrator tries it out, sees why one failed, and sends it again', async () => {
    sink.recipients = [{ code: 550, text: 'no such mailbox' }, 'accept'];
    await as('guan.li', async (page, watched) => {
      await page.goto('/workbench/mails', { waitUntil: 'networkidle' });
      await page.getByRole('button', { name: '给我发一封试发邮件' }).click();
      await page.getByText('将发往 guan.li@example.cn').waitFor();
      await until('it failed', async () => {
        await page.getByRole('button', { name: '刷新' }).click();
        return (await page.getByText(/550 .*no such mailbox/).count()) > 0 ? true : undefined;
      });
      await judged(watched, 'mails-desktop');
      await page.getByRole('button', { name: '重发' }).click();
      await page.getByText('已安排重发').waitFor();
      await until('it is sent', async () => {
        await page.getByRole('button', { name: '刷新' }).click();
        return (await page.getByRole('cell', { name: '已发' }).count()) > 0 ? true : undefined;
      });
      expect(sink.mails.map((mail) => mail.to[0])).toContain('guan.li@example.cn');
    });
  });
});
