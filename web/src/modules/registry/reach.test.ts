import { describe, expect, it } from 'vitest';
import type { Grant } from '@/api/types';
import { holds } from './reach';

const grant = (kind: string, id: number | null): Grant =>
  ({
    id: 1,
    role: 'host_manager',
    scope: { kind, id, name: null },
    valid_from: null,
    valid_to: null,
  }) as Grant;
/** 30 is below 20, and 20 below 10. */
const parents: Record<number, number | null> = { 30: 20, 20: 10, 10: null, 40: null };
const parentOf = (id: number) => Promise.resolve(parents[id] ?? null);
const platform = { id: 7, hosts: [{ id: 30 }], supervisors: [{ id: 40 }] };

describe('a scope holds a platform', () => {
  it.each([
    ['everything', grant('all', null), true],
    ['the platform itself', grant('platform', 7), true],
    ['another platform', grant('platform', 8), false],
    ['its host', grant('organisation', 30), true],
    ['what stands above its host', grant('organisation', 10), true],
    ['its supervisor', grant('organisation', 40), true],
    ['an organisation that has no part in it', grant('organisation', 50), false],
  ])('given %s', async (_, one, holding) => expect(await holds([one], platform, parentOf)).toBe(holding));

  it('never without a grant', async () => expect(await holds([], platform, parentOf)).toBe(false));

  it('also where organisations stand above each other in a ring', async () => {
    const ring = (id: number) => Promise.resolve(id === 30 ? 31 : 30);
    expect(await holds([grant('organisation', 50)], platform, ring)).toBe(false);
  });
});
