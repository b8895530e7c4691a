import { expect, it } from 'vitest';
import { historyOption, prolonged } from './history';

const points = [
  { on: '2016-01-01', quota: 70, counted: 40, reserved: 0 },
  { on: '2018-05-01', quota: 70, counted: 41, reserved: 1 },
];

it('draws the last count up to the end of the period', () => {
  expect(prolonged(points, '2020-12-31').map((one) => [one.on, one.counted])).toEqual([
    ['2016-01-01', 40],
    ['2018-05-01', 41],
    ['2020-12-31', 41],
  ]);
  expect(prolonged(points, '2018-05-01')).toHaveLength(2);
  expect(prolonged([], '2020-12-31')).toEqual([]);
});

it('keeps the content policy: drawn tooltips, steps, and no signal by colour alone', () => {
  const option = historyOption(points, '2020-12-31', { counted: 'c', reserved: 'r', quota: 'q' }) as {
    tooltip: { renderMode: string };
    series: { step: string; lineStyle?: { type: string } }[];
  };
  expect(option.tooltip.renderMode).toBe('richText');
  expect(option.series.map((one) => one.step)).toEqual(['end', 'end', 'end']);
  expect(new Set(option.series.map((one) => one.lineStyle?.type ?? 'solid')).size).toBe(3);
});
