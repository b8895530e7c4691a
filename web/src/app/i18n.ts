import { computed } from 'vue';
import { createI18n } from 'vue-i18n';
import { oneLanguage, type Language, type LocalName, type Texts } from '@/shared/texts';

const found = import.meta.glob<{ default: Texts }>(
  ['../modules/*/locale.ts', '../shared/locale.ts', './locale.ts'],
  {
    eager: true,
  },
);

/** Every text of the workbench by its key. */
export const allTexts: Texts = Object.assign({}, ...Object.values(found).map((file) => file.default));

const COOKIE = 'kunyu_lang';

function chosenLanguage(): Language {
  const cookie = new RegExp(`(?:^|; )${COOKIE}=(zh|en)`).exec(document.cookie)?.[1];
  return cookie === 'en' ? 'en' : 'zh';
}

export const i18n = createI18n({
  legacy: false,
  locale: chosenLanguage(),
  fallbackLocale: 'zh',
  flatJson: true,
  messages: { zh: oneLanguage(allTexts, 'zh'), en: oneLanguage(allTexts, 'en') },
});

const composer = i18n.global;

/** The translation function for code outside components. */
export const t = (key: string, parameters: Record<string, unknown> = {}): string =>
  composer.t(key, parameters);

export const language = computed<Language>(() => (composer.locale.value === 'en' ? 'en' : 'zh'));

/** The choice lasts a year and holds for the public pages too. */
export function setLanguage(next: Language): void {
  composer.locale.value = next;
  document.cookie = `${COOKIE}=${next}; path=/; max-age=31536000; samesite=strict`;
  markDocument();
}

export function markDocument(): void {
  document.documentElement.lang = language.value === 'en' ? 'en' : 'zh-CN';
}

/** A name in the reader's language; Chinese where there is no other. */
export function localName(name: LocalName | string | null | undefined): string {
  if (!name) return '';
  if (typeof name === 'string') return name;
  return (language.value === 'en' && name.en) || name.zh;
}
