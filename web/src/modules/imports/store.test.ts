import { expect, it } from 'vitest';
import type { Job } from '@/api/types';
import { columnText, errorsNote, isOver, percentOf, resultText } from './store';

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
  [{ records: 9, added: 7, errors: 1 }, '读到 9 行、新增 7 条、错误 1'],
  [{ observations: 5, bytes: 2048 }, '观测 5 条、文件 2.0 KiB'],
  [{ something: 1, removed: 0 }, 'something 1、清理 0 个'],
])('tells a result %j in words', (result, text) => expect(resultText(result)).toBe(text));

it('says what became of the rows without errors', () => {
  const note = (kind: string, dry_run: boolean) => errorsNote({ kind, dry_run } as Job);
  expect(note('import.platforms', false)).toBe('未导入任何内容，请改正后重新上传。');
  expect(note('observations.csv_import', false)).toContain('其余已导入');
  expect(note('observations.csv_import', true)).toContain('没有保存');
});

it.each([
  ['#3', '第 3 列'],
  ['水位', '水位'],
  [null, '—'],
])('names the column %s', (column, text) => expect(columnText(column)).toBe(text));
