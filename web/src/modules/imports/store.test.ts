import { expect, it } from 'vitest';
import type { Job } from '@/api/types';
import { isOver, percentOf } from './store';

const job = (state: Job['state'], done: number, total: number | null) =>
  ({ state, progress: { done, total, unit: 'row' } }) as Job;

it.each([
  [job('running', 0, null), null],
  [job('running', 333, 1000), 33],
  [job('running', 1000, 1000), 100],
  [job('running', 1001, 1000), 100],
  [job('done', 0, null), 100],
])('reports progress %#', (one, percent) => expect(percentOf(one)).toBe(percent));

it('knows when a job is over', () => {
  expect(
    (['queued', 'running', 'done', 'failed', 'cancelled'] as const).filter((one) => isOver(job(one, 0, 1))),
  ).toEqual(['done', 'failed', 'cancelled']);
});
