import { flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createMemoryHistory, createRouter } from 'vue-router';
import { api } from '@/api/client';
import BellLink from './BellLink.vue';

const MINUTE = 60_000;

function bell() {
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [{ path: '/:rest(.*)*', component: { template: '<p />' } }],
  });
  return mount(BellLink, { global: { plugins: [router] } });
}

beforeEach(() => {
  // Not the clock of performance: on Node 18 its marks refuse the times of a fake one.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  setActivePinia(createPinia());
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('shows how many were not read, ninety-nine at most', async () => {
  const get = vi.spyOn(api, 'get').mockResolvedValue({ data: { unread: 120, all: 300 } } as never);
  const one = bell();
  await flushPromises();
  expect(get).toHaveBeenCalledWith('/notifications/counts');
  expect(one.text()).toContain('99+');
  one.unmount();
});

it('asks once a minute while somebody is at work, and not at all when nobody is', async () => {
  const get = vi.spyOn(api, 'get').mockResolvedValue({ data: { unread: 1, all: 1 } } as never);
  const one = bell();
  await flushPromises();
  const before = get.mock.calls.length;
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(get).toHaveBeenCalledTimes(before);
  document.dispatchEvent(new Event('keydown'));
  await vi.advanceTimersByTimeAsync(10 * MINUTE);
  expect(get).toHaveBeenCalledTimes(before + 1);
  one.unmount();
});
