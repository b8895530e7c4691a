/** A page's words: every key in both languages, side by side, so that neither can be forgotten. */
export type Texts = Record<string, { zh: string; en: string }>;

export type Language = 'zh' | 'en';

/** A name as the server sends it; the English one may be missing. */
export interface LocalName {
  zh: string;
  en?: string | null;
}

/** One language of a table of texts, as the translation library wants it. */
export function oneLanguage(texts: Texts, language: Language): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text[language]]));
}
