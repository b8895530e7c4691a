import { config } from '@vue/test-utils';
import { afterEach } from 'vitest';
import { i18n } from '@/app/i18n';

// jsdom has no layout: what asks for it gets a silent stand-in.
class NoObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
}
globalThis.ResizeObserver ??= NoObserver as unknown as typeof ResizeObserver;
window.scrollTo = () => undefined;
Element.prototype.scrollIntoView ??= () => undefined;

config.global.plugins = [i18n];

afterEach(() => {
  document.body.innerHTML = '';
  localStorage.clear();
  i18n.global.locale.value = 'zh';
});
