// The public pages in a real browser: in both languages, on desktop and phone, without JavaScript, printed, by keyboard.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { person } from '../scenarios/support/cast.ts';
import { sqlite } from '../scenarios/support/engines.ts';
import { World } from '../scenarios/support/server.ts';
import { judgedByAxe, openBrowser, Watched, type Screen } from './support/browser.ts';
import { observed } from './support/observed.ts';

const pages = ['/', '/platforms', '/platforms?q=岩溶&category=ministry-key-laboratory', '/platforms/P038', '/layout', '/layout?as_of=2018-06-30', '/provinces', '/map', '/stations', '/stations?q=没有', '/stations/{station}', '/platforms/P012', '/search?q=寨底', '/notices', '/data', '/guide', '/sitemap', '/accessibility'];

let world: World;
let browser: Browser;
let notice = 0;
let station = 0;
beforeAll(async () => {
  world = await World.start(sqlite);
  browser = await openBrowser();
  const draft = (
    await world.admin.post('/api/v1/notices', {
      index_number: '000019174/2018-00012', topic: '科技管理', issuer: '国土资源部办公厅', written_on: '2018-06-01', document_number: '国土资厅函〔2018〕210号',
      title: { zh: '关于开展部重点实验室评估的通知', en: 'On the evaluation of ministry key laboratories' }, body: { zh: '各有关单位:\n\n请按要求开展评估。', en: 'Please carry out the evaluation.' },
    })
  ).expect(201).body;
  (await world.admin.post(`/api/v1/notices/${draft.id}/steps`, { step: 'publish' })).expect(200);
  notice = draft.id;
  const director = await person(world, 'zhou.zhuren', [{ role: 'platform_director', scope: { kind: 'platform', id: 'P012' } }]);
  station = (await observed(director, world.admin)).stations[0];
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const localised = (path: string, lang: 'zh' | 'en'): string => (lang === 'zh' ? path : path === '/' ? '/en' : `/en${path}`);
const fileName = (path: string): string => (path === '/' ? 'home' : path.slice(1).replace(/[^\w]+/g, '-'));

for (const lang of ['zh', 'en'] as const) {
  for (const screen of ['desktop', 'phone'] as Screen[]) {
    describe(`${lang}, ${screen}`, () => {
      for (const path of [...pages, '/notices/{id}']) {
        it(path, async () => {
          const watched = await Watched.open(browser, world.url, screen);
          try {
            await watched.go(localised(path, lang).replace('{id}', String(notice)).replace('{station}', String(station)));
            expect(await watched.page.locator('html').getAttribute('lang')).toMatch(lang === 'zh' ? /^zh/ : /^en/);
            expect((await watched.page.title()).length).toBeGreaterThan(3);
            expect(await watched.page.locator('h1').count()).toBe(1);
            if (judgedByAxe(lang, screen)) expect(await watched.accessibility()).toEqual([]);
            expect(await watched.overflow()).toBe(0);
            await watched.picture(`public-${lang}-${screen}-${fileName(path)}`);
            expect(watched.faults).toEqual([]);
          } finally {
            await watched.close();
          }
        });
      }
    });
  }
}

describe('without JavaScript', () => {
  it('the pages say the same: counts, platforms, life line, notice', async () => {
    const watched = await Watched.open(browser, world.url, 'desktop', { javaScriptEnabled: false });
    try {
      for (const [path, text] of [['/', '150'], ['/layout?as_of=2018-06-30', '土地科技与国土资源综合管理'], ['/platforms/P012', '国土资源部土地利用重点实验室'], [`/notices/${notice}`, '国土资厅函〔2018〕210号'], ['/stations', '寨底地下河站'], [`/stations/${station}`, '近十二个月完整率']] as const) {
        await watched.go(path);
        expect(await watched.page.locator('main').innerText()).toContain(text);
      }
      await watched.go('/platforms');
      await watched.page.locator('input[name=q]').first().fill('岩溶');
      await watched.page.locator('input[name=q]').first().press('Enter');
      await watched.quiet();
      expect(await watched.page.locator('main').innerText()).toContain('国土资源部岩溶动力学重点实验室');
    } finally {
      await watched.close();
    }
  });
});

describe('by keyboard and on paper', () => {
  it('the first tab stop leads past the header, and the focus is always to be seen', async () => {
    const watched = await Watched.open(browser, world.url, 'desktop');
    try {
      await watched.go('/platforms');
      await watched.page.keyboard.press('Tab');
      expect(await watched.page.evaluate(() => document.activeElement?.getAttribute('href') ?? '')).toMatch(/^#/);
      for (let stop = 0; stop < 25; stop += 1) {
        await watched.page.keyboard.press('Tab');
        const visible = await watched.page.evaluate(() => {
          const element = document.activeElement;
          if (element === null || element === document.body) return true;
          const style = getComputedStyle(element);
          return style.outlineStyle !== 'none' || style.boxShadow !== 'none' || element.matches('iframe');
        });
        expect(visible, `tab stop ${stop + 2}`).toBe(true);
      }
    } finally {
      await watched.close();
    }
  });

  it('a table stands beside each plot, and opens by keyboard', async () => {
    const watched = await Watched.open(browser, world.url, 'desktop', { javaScriptEnabled: false });
    try {
      await watched.go(`/stations/${station}`);
      const details = watched.page.locator('article.stream details').first();
      expect(await watched.page.locator('article.stream svg.record').count()).toBe(await watched.page.locator('article.stream details').count());
      await details.locator('summary').press('Enter');
      expect(await details.locator('tbody tr').count()).toBe(30);
      await details.locator('tbody tr').last().waitFor({ state: 'visible' });
    } finally {
      await watched.close();
    }
  });

  it('printing leaves out navigation and keeps the content', async () => {
    const watched = await Watched.open(browser, world.url, 'desktop');
    try {
      await watched.go('/layout?as_of=2018-06-30');
      await watched.page.emulateMedia({ media: 'print' });
      expect(await watched.page.locator('nav').first().isVisible()).toBe(false);
      expect(await watched.page.locator('main').isVisible()).toBe(true);
    } finally {
      await watched.close();
    }
  });

  it('links lead somewhere: every link within the site answers', async () => {
    const watched = await Watched.open(browser, world.url, 'desktop');
    try {
      const seen = new Set<string>();
      for (const path of ['/', '/en', '/platforms', '/platforms/P012', '/layout', '/data', '/sitemap', '/guide', '/stations', `/stations/${station}`]) {
        await watched.go(path);
        const links = await watched.page.locator('a[href]').evaluateAll((anchors) => anchors.map((anchor) => (anchor as HTMLAnchorElement).href));
        for (const link of links.filter((href) => href.startsWith(world.url))) seen.add(link.split('#')[0]!);
      }
      const broken: string[] = [];
      for (const link of seen) {
        const status = (await fetch(link)).status;
        if (status !== 200) broken.push(`${status} ${link}`);
      }
      expect(broken).toEqual([]);
    } finally {
      await watched.close();
    }
  });

  it('machines read the platform as JSON-LD', async () => {
    const watched = await Watched.open(browser, world.url, 'desktop', { javaScriptEnabled: false });
    try {
      await watched.go('/platforms/P012');
      const data = JSON.parse(await watched.page.locator('script[type="application/ld+json"]').first().innerHTML());
      expect(JSON.stringify(data)).toContain('国土资源部土地利用重点实验室');
    } finally {
      await watched.close();
    }
  });
});
