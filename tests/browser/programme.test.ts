// Plan supervision by keyboard and clicks: the timeline without a mouse, its speed, what an officer revises and others then see.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cast, passwordOf, type Cast } from '../scenarios/support/cast.ts';
import { sqlite } from '../scenarios/support/engines.ts';
import { World } from '../scenarios/support/server.ts';
import { openBrowser, Watched, type Screen } from './support/browser.ts';

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

/** What has the focus, as a screen reader names it. */
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? '');

describe('the timeline', () => {
  it('is one stop of the Tab key, walked by arrows, opened by Enter', async () => {
    await as('wang.keji', async (page) => {
      await page.goto('/workbench/programme/timeline?as_of=2018-12-10', { waitUntil: 'networkidle' });
      expect(await page.locator('.timeline [tabindex="0"]').count()).toBe(1);
      expect(await page.locator('.timeline a').count()).toBe(30 + 53);
      await page.locator('.timeline [tabindex="0"]').focus();
      expect(await focused(page)).toContain('1. 谋划地球深部探测国家实验室');
      await page.keyboard.press('ArrowRight');
      expect(await focused(page)).toBe('节点 1.1 筹建方案完成，2018-12-31 到期，临期');
      await page.keyboard.press('ArrowDown');
      expect(await focused(page)).toMatch(/^节点 2\.\d/);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Home');
      expect(await focused(page)).toContain('3. 创建成矿与大陆构造国家重点实验室');
      await page.keyboard.press('ArrowRight');
      expect(await focused(page)).toBe('节点 3.1 申报方案，2017-12-31 到期，逾期');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/tasks\/\d+\?as_of=2018-12-10#milestone-\d+$/);
      await page.getByRole('heading', { name: /^3\. 创建成矿/ }).waitFor();
      await page.getByText('已逾期 344 天').first().waitFor();
    });
  });

  it('shows its marks within a second of opening, and a year when asked', async () => {
    await as('wang.keji', async (page) => {
      await page.goto('/workbench/programme?as_of=2018-12-10', { waitUntil: 'networkidle' });
      await page.evaluate(() => performance.mark('asked'));
      await page.getByRole('link', { name: '时间表' }).click();
      await page.locator('.spot').first().waitFor();
      await page.waitForFunction(() => performance.getEntriesByName('programme-timeline-shown').length > 0);
      const took = await page.evaluate(() => performance.measure('timeline', 'asked', 'programme-timeline-shown').duration);
      console.log(`timeline: ${Math.round(took)} ms from the click to the first frame with its marks`);
      expect(took).toBeLessThan(1000);
      await page.getByRole('group', { name: '显示年份' }).getByRole('button', { name: '2017' }).click();
      await expect.poll(() => page.locator('.spot').count()).toBe(11);
    });
  });

  it('on a phone scrolls within its figure while the heads stay', async () => {
    await as(
      'wang.keji',
      async (page, watched) => {
        await page.goto('/workbench/programme/timeline?as_of=2018-12-10', { waitUntil: 'networkidle' });
        expect(await watched.overflow()).toBe(0);
        const head = page.locator('.timeline .head').first();
        const before = (await head.boundingBox())!.x;
        await page.locator('.timeline').evaluate((box) => (box.scrollLeft = 300));
        expect((await head.boundingBox())!.x).toBe(before);
        // A mark that the keyboard reaches is brought out from under the heads.
        await page.locator('.timeline [tabindex="0"]').focus();
        await page.keyboard.press('End');
        const mark = (await page.locator('.spot:focus .target').boundingBox())!;
        const heads = (await page.locator('.heads').boundingBox())!;
        expect(mark.x).toBeGreaterThanOrEqual(heads.x + heads.width - 1);
      },
      'phone',
    );
  });
});

describe('an officer', () => {
  it('narrows the tasks to the red ones from the overview and sees who waits', async () => {
    await as('wang.keji', async (page) => {
      await page.goto('/workbench/programme?as_of=2018-12-10', { waitUntil: 'networkidle' });
      await page.getByRole('heading', { name: '今日要情（2018-12-10）' }).waitFor();
      await page.locator('.lights').getByRole('link', { name: /滞后/ }).click();
      await page.getByText('共 30 项，符合 12 项').waitFor();
      await page.getByRole('link', { name: '协同关系' }).click();
      await page.getByRole('heading', { name: '谁在等谁（12 项任务）' }).waitFor();
    });
  });

  it('revises a task with a reason, chooses between versions, and finds it among the revisions', async () => {
    await as('wang.keji', async (page, watched) => {
      const tasks = (await people.officer.get('/api/v1/plans/plan-2017/tasks')).expect(200).body.items;
      const id = tasks[0].id as number;
      await page.goto(`/workbench/tasks/${id}`, { waitUntil: 'networkidle' });
      await page.getByRole('button', { name: '修订任务' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('文件段落').fill('三、主要任务（一）1');
      await dialog.getByLabel('理由').fill('对照文件补充段落');
      const read = await people.officer.get(`/api/v1/tasks/${id}`);
      (await people.officer.patch(`/api/v1/tasks/${id}`, { paragraph: '三（一）', reason: '另一人先改' }, { ifMatch: read.etag })).expect(200);
      await dialog.getByRole('button', { name: '保存' }).click();
      await page.getByText('内容已被他人修改').waitFor();
      await page.getByRole('cell', { name: '三（一）' }).waitFor();
      await page.getByRole('button', { name: '用我的版本覆盖' }).click();
      await page.getByText('三、主要任务（一）1').first().waitFor();
      watched.forgive(/412/);
      await page.goto('/workbench/programme/revisions', { waitUntil: 'networkidle' });
      await page.getByText('理由：对照文件补充段落').waitFor();
    });
  });
});

describe('a unit without a part in the plan', () => {
  it('sees the plan and its lights, and nothing to revise', async () => {
    await as('li.tudi', async (page) => {
      await page.getByRole('navigation').getByRole('link', { name: '任务督导总览' }).click();
      await page.getByRole('heading', { name: /全部 30 项任务的亮灯/ }).waitFor();
      expect(await page.getByRole('link', { name: '修订记录' }).count()).toBe(0);
      expect(await page.getByRole('link', { name: '录入实施方案' }).count()).toBe(0);
    });
  });
});
