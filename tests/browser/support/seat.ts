// A person at the workbench: a window of his own, in which everything is done by clicks and typing.
import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { passwordOf } from '../../scenarios/support/cast.ts';
import { Watched } from './browser.ts';

export type Language = 'zh' | 'en';

export class Seat {
  private constructor(
    private readonly watched: Watched,
    private readonly language: Language,
  ) {}

  static async take(browser: Browser, url: string, user: string, language: Language): Promise<Seat> {
    const watched = await Watched.open(browser, url, 'desktop');
    // What does not come at once does not come: a page that keeps somebody waiting longer is wrong.
    watched.page.setDefaultTimeout(10_000);
    await watched.page.emulateMedia({ reducedMotion: 'reduce' });
    const seat = new Seat(watched, language);
    await watched.page.goto('/workbench/');
    if (language === 'en') await watched.page.getByRole('button', { name: 'English' }).click();
    await watched.page.getByLabel(seat.say('账号', 'Account')).fill(user);
    await watched.page.getByLabel(seat.say('密码', 'Password')).fill(passwordOf(user));
    await watched.page.getByRole('button', { name: seat.say('登录', 'Log in') }).click();
    await seat.heading(seat.say('我的工作台', 'My tasks'));
    watched.forgive(/401/);
    return seat;
  }

  get page(): Page {
    return this.watched.page;
  }
  say(zh: string, en: string): string {
    return this.language === 'zh' ? zh : en;
  }

  async heading(name: string | RegExp): Promise<void> {
    await this.page.getByRole('heading', { level: 1, name }).waitFor();
  }
  /** Follows an entry of the menu; the page is headed by the entry's name unless told otherwise. */
  async menu(zh: string, en: string, heading?: string | RegExp): Promise<void> {
    const name = this.say(zh, en);
    await this.page.getByRole('navigation', { name: this.say('菜单', 'Menu') }).getByRole('link', { name, exact: true }).click();
    await this.heading(heading ?? name);
  }
  /** Follows what waits for the person on his first page. */
  async todo(name: RegExp): Promise<void> {
    await this.menu('我的工作台', 'My tasks');
    await this.page.getByRole('main').getByRole('link', { name }).first().click();
  }
  dialog(name: string | RegExp): Locator {
    return this.page.getByRole('dialog', { name });
  }
  async press(name: string | RegExp, within: Locator | Page = this.page): Promise<void> {
    await within.getByRole('button', { name, exact: typeof name === 'string' }).click();
  }
  /** Presses a step's button, `of` a thing where several have it, and confirms it in the dialog that asks, with a reason where one is given. */
  async step(name: string, { of, reason }: { of?: string; reason?: string } = {}): Promise<void> {
    await this.press(of === undefined ? name : `${name} ${of}`);
    const dialog = this.dialog(name);
    if (reason !== undefined) await dialog.getByLabel(this.say('理由', 'Reason')).fill(reason);
    await this.press(name, dialog);
    await dialog.waitFor({ state: 'hidden' });
  }
  /** Hands in what is being written, once it is complete. */
  async submit(): Promise<void> {
    const name = this.say('提交', 'Submit');
    await this.press(name);
    await this.press(name, this.dialog(this.say('请确认', 'Please confirm')));
    await this.see(this.say('待审核', 'Submitted'));
  }
  /** Types into a field that searches and takes what it finds. */
  async choose(label: string, typed: string, found: string, within: Locator | Page = this.page): Promise<void> {
    await within.getByRole('combobox', { name: label, exact: true }).fill(typed);
    await within.getByRole('option', { name: found }).first().click();
  }
  async see(text: string | RegExp): Promise<void> {
    await this.page.getByRole('main').getByText(text).first().waitFor();
  }
  /** A day typed into a field, as YYYY-MM-DD. */
  async day(label: string, day: string, within: Locator | Page = this.page): Promise<void> {
    const field = within.getByRole('combobox', { name: label });
    await field.fill(day);
    await field.press('Enter');
  }

  /** Forgets a fault that the test provoked. */
  forgive(pattern: RegExp): void {
    this.watched.forgive(pattern);
  }
  accessibility(): Promise<string[]> {
    return this.watched.accessibility();
  }
  picture(name: string): Promise<void> {
    return this.watched.picture(name);
  }
  async leave(): Promise<void> {
    const { faults } = this.watched;
    await this.watched.close();
    expect(faults).toEqual([]);
  }
}
