// Debian's chromium over the real server, with an eye on everything a page does wrong on its way.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page, type Request } from 'playwright-core';
import { repository } from '../../scenarios/support/paths.ts';

export const screens = {
  desktop: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
} as const;
export type Screen = keyof typeof screens;

/** Where axe looks at a page: each language once and each screen once, so that every page is judged in both. */
export const judgedByAxe = (lang: 'zh' | 'en', screen: Screen): boolean => (lang === 'zh') === (screen === 'desktop');

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env['KUNYU_CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** A page that remembers every error, blocked resource and failed request. */
export class Watched {
  readonly faults: string[] = [];
  private begun = 0;
  private readonly pending = new Set<Request>();
  /** The request for the document that is to take the place of the one shown. */
  private navigation: Request | null = null;
  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly scripted: boolean,
  ) {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.faults.push(`console ${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.faults.push(`page error: ${error.message}`));
    // A page that listens for what is new has a request that does not end.
    page.on('request', (request) => {
      this.begun += 1;
      if (request.resourceType() !== 'eventsource') this.pending.add(request);
      if (request.isNavigationRequest() && request.frame() === page.mainFrame()) this.navigation = request;
    });
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame() && frame.url() === this.navigation?.url()) this.leave();
    });
    page.on('requestfinished', (request) => this.pending.delete(request));
    page.on('requestfailed', (request) => {
      this.pending.delete(request);
      const why = request.failure()?.errorText ?? '';
      if (why !== 'net::ERR_ABORTED') this.faults.push(`request failed: ${request.url()} ${why}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) this.faults.push(`${response.status()} ${response.url()}`);
    });
  }

  static async open(browser: Browser, base: string, screen: Screen, options: { javaScriptEnabled?: boolean; locale?: string } = {}): Promise<Watched> {
    const context = await browser.newContext({ baseURL: base, viewport: screens[screen], timezoneId: 'Asia/Shanghai', locale: options.locale ?? 'zh-CN', javaScriptEnabled: options.javaScriptEnabled ?? true });
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`));
    });
    return new Watched(context, await context.newPage(), options.javaScriptEnabled ?? true);
  }

  /**
   * Another document has taken the place of the one that was shown. What that one asked for in its last moment ends without
   * an event, and would be waited for until the test gives up.
   */
  private leave(): void {
    for (const request of this.pending) if (request !== this.navigation) this.pending.delete(request);
    this.navigation = null;
  }

  async go(path: string): Promise<void> {
    await this.page.goto(path, { waitUntil: this.scripted ? 'load' : 'networkidle' });
    await this.quiet();
  }

  /** Waits until nothing is asked of the server any more and the page has drawn what came: three frames without a new request. */
  async quiet(): Promise<void> {
    if (!this.scripted) return;
    const end = Date.now() + 30_000;
    for (let calm = 0; calm < 3; ) {
      const before = this.begun;
      await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
      calm = this.begun === before && this.pending.size === 0 ? calm + 1 : 0;
      if (Date.now() > end) throw new Error(`${this.page.url()} is not quiet; ${this.begun} requests, open: ${[...this.pending].map((one) => one.url()).join(' ')}`);
    }
  }

  /** Forgets a fault that the test provoked. */
  forgive(pattern: RegExp): void {
    for (let at = this.faults.length - 1; at >= 0; at -= 1) if (pattern.test(this.faults[at]!)) this.faults.splice(at, 1);
  }

  /** Serious and critical faults of accessibility (WCAG 2.1 A and AA), one a line. */
  async accessibility(): Promise<string[]> {
    // Run within the page and bring back the faults alone: the list of what passed is a hundred times as long.
    if (!(await this.page.evaluate('typeof axe === "object"'))) await this.page.evaluate(axe.source);
    return this.page.evaluate(async () => {
      // What fades in or out has colours of its own on the way; judged is where it comes to rest.
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      await frame();
      await frame();
      const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity);
      await Promise.allSettled(ending.map((one) => one.finished));
      const judge = (window as unknown as { axe: typeof axe }).axe;
      const result = await judge.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] });
      return result.violations
        .filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
        .flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${String(node.target)} ${node.failureSummary ?? ''}`));
    });
  }

  /** How many pixels the page is wider than the screen. */
  overflow(): Promise<number> {
    return this.page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));
  }

  /** A picture of the whole page in build/screens/, when KUNYU_SCREENS is set. */
  async picture(name: string): Promise<void> {
    if (!process.env['KUNYU_SCREENS'] || this.page.isClosed()) return;
    const folder = join(repository, 'build/screens');
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    // While the whole page is taken a map has no size for a moment, and says so when it is drawn again.
    await this.quiet();
    this.forgive(/No map visible/);
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
