import { expect, it } from 'vitest';
import type { Job } from '@/api/types';
import { isOver, percentOf, resultText } from './store';

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

it.each([
  [{ rows: 91, created: 2, changed: 0, unchanged: 89 }, '共 91 行：新增 2，更新 0，未变 89'],
  [{ removed: 3 }, '清理 3 个'],
  [{ something: 1, removed: 0 }, 'something 1、清理 0 个'],
])('tells a result %j in words', (result, text) => expect(resultText(result)).toBe(text));
