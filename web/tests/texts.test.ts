import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Texts } from '@/shared/texts';

const tables = import.meta.glob<{ default: Texts }>('../src/**/locale.ts', { eager: true });
const entries = Object.entries(tables).flatMap(([file, table]) =>
  Object.entries(table.default).map(([key, text]) => ({ file, key, text })),
);
const known = new Set(entries.map((entry) => entry.key));
const parameters = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.(ts|vue)$/.test(name) && !/(locale|schema\.d|\.test)\.ts$/.test(name) ? [path] : [];
  });
}

const code = sources('src').map((path) => ({ path, text: readFileSync(path, 'utf8') }));

describe('texts', () => {
  it('exist once', () => expect(entries.length).toBe(known.size));

  it('stand in both languages with the same parameters', () => {
    const wrong = entries.filter(
      ({ text }) =>
        !text.zh.trim() || !text.en.trim() || `${parameters(text.zh)}` !== `${parameters(text.en)}`,
    );
    expect(wrong.map((entry) => entry.key)).toEqual([]);
  });

  it('are free of characters that the message syntax takes for its own', () => {
    expect(entries.filter(({ text }) => /[|@]/.test(text.zh + text.en)).map((entry) => entry.key)).toEqual(
      [],
    );
  });

  it('have every key that the code names', () => {
    const missing = code.flatMap(({ path, text }) =>
      [
        ...text.matchAll(/\bt\(\s*'([\w.-]+)'/g),
        ...text.matchAll(/(?:title|label): '((?:[a-z_]+)\.[\w.-]+)'/g),
      ]
        .map((match) => match[1] as string)
        .filter((key) => !known.has(key))
        .map((key) => `${path}: ${key}`),
    );
    expect(missing).toEqual([]);
  });

  it('have texts for every made-up key', () => {
    const prefixes = code.flatMap(({ path, text }) =>
      [...text.matchAll(/\bt\(\s*`([\w.-]+?)\$\{/g)].map((match) => ({ path, prefix: match[1] as string })),
    );
    const missing = prefixes.filter(({ prefix }) => ![...known].some((key) => key.startsWith(prefix)));
    expect(missing).toEqual([]);
  });

  it('are all used', () => {
    const whole = code.map(({ text }) => text).join('\n');
    const prefixes = [...whole.matchAll(/`([a-z_]+\.[\w.-]*?)\$\{/g)].map((match) => match[1] as string);
    const unused = [...known].filter(
      (key) => !whole.includes(`'${key}'`) && !prefixes.some((prefix) => prefix && key.startsWith(prefix)),
    );
    expect(unused).toEqual([]);
  });

  it('leave no Chinese in code', () => {
    const han = /[\u4e00-\u9fff]/;
    const spoken = code.flatMap(({ path, text }) =>
      text
        .split('\n')
        .filter((line) => han.test(line.replace(/\/\/.*|\/?\*.*|<!--.*-->/g, '')))
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(spoken).toEqual([]);
  });
});
