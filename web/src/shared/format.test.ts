import { expect, it } from 'vitest';
import { differingKeys, fileSize, plainText } from './format';

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1536, '1.5 KiB'],
  [5 * 1024 * 1024, '5.0 MiB'],
])('%d bytes read %s', (bytes, text) => expect(fileSize(bytes)).toBe(text));

it('names the members in which two versions differ', () => {
  expect(differingKeys({ a: 1, b: { x: 1 }, c: null }, { a: 1, b: { x: 2 }, d: 0 })).toEqual(['b', 'd']);
});

it('shows nothing as a dash', () => {
  expect([null, undefined, '', 0, false].map(plainText)).toEqual(['—', '—', '—', '0', 'false']);
});
