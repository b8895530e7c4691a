import { expect, it } from 'vitest';
import {
  axisLabels,
  cadenceParts,
  DAY,
  HOUR,
  instantOf,
  momentOf,
  readMoment,
  written,
  labelSpace,
} from './moments';

it('reads and writes in the time of Shanghai, whatever the reader’s clock says', () => {
  expect(written(momentOf('2026-06-30T16:00:00.000000Z'))).toBe('2026-07-01 00:00:00');
  expect(instantOf(readMoment('2026-07-01') as number)).toBe('2026-06-30T16:00:00.000Z');
  expect(readMoment('2026-07-01 08:30')).toBe(readMoment('2026-07-01T08:30:00'));
});

it.each(['', '2026-02-30', '2026-13-01', '2026-07-01 25:00', '1 July', '2026-7-1'])(
  '"%s" is no moment',
  (text) => {
    expect(readMoment(text)).toBeNull();
  },
);

it('says what all labels share once, and again where it changes', () => {
  const at = (text: string) => readMoment(text) as number;
  expect(
    axisLabels([at('2026-07-01 18:00'), at('2026-07-02 00:00'), at('2026-07-02 06:00')], 6 * HOUR),
  ).toEqual(['18:00\n2026-07-01', '00:00\n2026-07-02', '06:00']);
  expect(axisLabels([at('2025-12-31'), at('2026-01-01'), at('2026-01-02')], DAY)).toEqual([
    '2025-12-31',
    '2026-01-01',
    '01-02',
  ]);
  expect(axisLabels([at('2016-01-01'), at('2018-01-01')], 730 * DAY)).toEqual(['2016', '2018']);
});

it.each([
  [86400, 'day', 1],
  [3600, 'hour', 1],
  [5400, 'minute', 90],
  [90, 'second', 90],
] as const)('%i seconds are counted by the %s', (seconds, unit, count) => {
  expect(cadenceParts(seconds)).toEqual({ unit, count });
});

it('gives short labels less room', () => {
  expect(labelSpace(9 * 366 * DAY, 240)).toBe(48);
  expect(labelSpace(9 * 366 * DAY, 1000)).toBe(72);
  expect(labelSpace(30 * DAY, 1000)).toBe(92);
});
