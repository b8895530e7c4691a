import { describe, expect, it } from 'vitest';
import type { ProgressReport } from '@/api/types';
import { emptyReport, falls, lastPercent, reportBody, reportForm, timeliness } from './reports';

const report = (year: number, cycle: number, state: ProgressReport['state'], percent: number | null) => ({
  year,
  cycle,
  state,
  percent,
});

describe('the percent before', () => {
  it.each([
    [[], null],
    [[report(2018, 1, 'draft', 30)], null],
    [[report(2018, 1, 'returned', 30)], null],
    [[report(2018, 1, 'accepted', 20), report(2018, 2, 'submitted', 30)], 30],
    [[report(2017, 4, 'accepted', 10)], 10],
    [[report(2018, 3, 'accepted', 50), report(2018, 4, 'accepted', 60)], null],
    [[report(2018, 2, 'submitted', null), report(2018, 1, 'accepted', 20)], 20],
  ] as const)('of %o for the third quarter of 2018 is %s', (reports, percent) => {
    expect(lastPercent([...reports], 2018, 3)).toBe(percent);
  });

  it.each([
    ['20', 30, true],
    ['30', 30, false],
    ['', 30, false],
    ['abc', 30, false],
    ['0', null, false],
  ] as const)('"%s" after %s asks for a reason: %s', (percent, last, asked) =>
    expect(falls(percent, last)).toBe(asked),
  );
});

it.each([
  ['2018-10-10', 'in_time'],
  ['2018-10-11', 'late'],
  ['2018-11-14', 'late'],
  ['2018-11-15', 'closed'],
] as const)('on %s a report due on 10 October is %s', (day, expected) =>
  expect(timeliness(day, '2018-10-10', '2018-11-14')).toBe(expected),
);

it('a report read and sent again is the same', () => {
  const read = {
    percent: 20,
    progress: '完成选址',
    problems: null,
    money_fen: 120050,
    fall_reason: null,
    begun: [{ id: 7, code: '5.1', wording: '2017年底' }],
    files: [{ id: 3, name: 'a.pdf', size: 1 }],
  } as unknown as ProgressReport;
  expect(reportBody(reportForm(read))).toEqual({
    percent: 20,
    progress: '完成选址',
    problems: null,
    money_fen: 120050,
    fall_reason: null,
    begun: [7],
    files: [3],
  });
  expect(reportBody(emptyReport()).percent).toBeNull();
});
