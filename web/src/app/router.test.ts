import { describe, expect, it, vi } from 'vitest';
import { allTexts } from './i18n';
import { createWorkbenchRouter, type Doorkeeper } from './router';
import { menuGroups } from './shell/menu';

const doorkeeper = (over: Partial<Doorkeeper> = {}): Doorkeeper => ({
  signedIn: true,
  mustChangePassword: false,
  ensureKnown: () => Promise.resolve(),
  canAny: () => true,
  ...over,
});

async function leadsTo(path: string, over: Partial<Doorkeeper>): Promise<string> {
  const router = createWorkbenchRouter(doorkeeper(over));
  for (const route of router.getRoutes())
    if (route.components) route.components.default = { template: '<p/>' };
  await router.push(path);
  return router.currentRoute.value.fullPath;
}

describe('the way to a page', () => {
  it('leads through the login and keeps where one wanted to go', async () => {
    expect(await leadsTo('/platforms?q=湖', { signedIn: false })).toBe(
      `/login?next=${encodeURIComponent('/platforms?q=湖').replace(/%2F/g, '/').replace(/%3F/g, '?').replace(/%3D/g, '=')}`,
    );
  });

  it('is open to guests where everybody may look', async () => {
    expect(await leadsTo('/stations/7', { signedIn: false })).toBe('/stations/7');
    expect(await leadsTo('/stations/7/import', { signedIn: false })).toBe('/login?next=/stations/7/import');
    expect(await leadsTo('/stations/7', { mustChangePassword: true })).toBe('/me/password');
  });

  it('leads to the change of password first when one must', async () => {
    expect(await leadsTo('/platforms', { mustChangePassword: true })).toBe('/me/password');
  });

  it('ends where the account may not go', async () => {
    const canAny = vi.fn((actions: string[]) => !actions.includes('audit.read'));
    expect(await leadsTo('/audit', { canAny })).toBe('/not-permitted');
    expect(await leadsTo('/layout', { canAny })).toBe('/layout');
  });

  it('tells of addresses that are none', async () => {
    const router = createWorkbenchRouter(doorkeeper());
    expect(router.resolve('/no/such/page').name).toBe('not-found');
  });
});

describe('the menu', () => {
  it('leads only to pages that exist, under the actions the page itself asks for', () => {
    const router = createWorkbenchRouter(doorkeeper());
    for (const entry of menuGroups.flatMap((group) => group.entries)) {
      const page = router.resolve(entry.to);
      expect(page.name, entry.to).not.toBe('not-found');
      expect(page.meta.actions ?? [], entry.to).toEqual(entry.actions);
    }
  });

  it('and every page has its title in both languages', () => {
    const titles = createWorkbenchRouter(doorkeeper())
      .getRoutes()
      .map((route) => route.meta.title)
      .filter(Boolean);
    expect(titles.filter((title) => !(title in allTexts))).toEqual([]);
  });
});
