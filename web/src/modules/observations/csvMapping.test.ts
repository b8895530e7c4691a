import { expect, it } from 'vitest';
import type { Shape } from '@/api/types';
import { complete, isInNumbers, isUsable, pointed, scaled, targets } from './csvMapping';

const base: Shape<'CsvMapping'> = {
  encoding: 'auto',
  delimiter: 'auto',
  skip_lines: 0,
  header: true,
  skip_after_header: 0,
  decimal_comma: false,
  time: { columns: ['time'], format: 'iso', zone: '+08:00' },
  values: [
    { column: 'level', stream: 'level', factor: 1, offset: 0, quality_column: null },
    { column: 'temperature', stream: '', factor: 1, offset: 0, quality_column: null },
  ],
  code_columns: [],
  codes: [],
  missing: [],
  quality_column: null,
  quality_texts: [],
};

it('points columns at streams and sends those alone', () => {
  expect(targets(base, null).map((one) => [one.key, one.stream])).toEqual([
    ['level', ''],
    ['temperature', ''],
  ]);
  expect(isUsable(base)).toBe(false);
  const mapped = pointed(base, 'level', '7');
  expect(isUsable(mapped)).toBe(true);
  expect(complete(mapped).values.map((one) => [one.column, one.stream])).toEqual([['level', '7']]);
  expect(base.values[0]?.stream, 'the mapping before is left alone').toBe('level');
});

it('points codes at streams where a column holds them', () => {
  const coded = { ...base, code_columns: ['code'] };
  const told = {
    mapping: coded,
    columns: [],
    ambiguous_date: false,
    streams: [{ key: 'L1_LF_1', sensor: null }],
  };
  expect(targets(coded, told).map((one) => one.key)).toEqual(['L1_LF_1']);
  const mapped = pointed(coded, 'L1_LF_1', '3');
  expect(mapped.codes).toEqual([{ code: 'L1_LF_1', stream: '3', factor: 1, offset: 0 }]);
  expect(isUsable(mapped)).toBe(true);
  expect(pointed(mapped, 'L1_LF_1', '').codes).toEqual([]);
});

it('keeps factor and offset of a code that is pointed elsewhere', () => {
  const coded = {
    ...base,
    code_columns: ['code'],
    codes: [{ code: 'A', stream: '1', factor: 0.1, offset: 2 }],
  };
  expect(pointed(coded, 'A', '9').codes).toEqual([{ code: 'A', stream: '9', factor: 0.1, offset: 2 }]);
});

it('scales a column or a code into the unit of its stream', () => {
  const metres = scaled(pointed(base, 'level', '7'), 'level', { factor: 0.001 });
  expect(targets(metres, null)[0]).toMatchObject({ factor: 0.001, offset: 0 });
  const coded = {
    ...base,
    code_columns: ['code'],
    codes: [{ code: 'A', stream: '1', factor: 1, offset: 0 }],
  };
  expect(targets(scaled(coded, 'A', { offset: 2 }), null)[0]).toMatchObject({ factor: 1, offset: 2 });
  expect(isInNumbers(metres)).toBe(true);
  expect(isInNumbers(scaled(metres, 'level', { offset: NaN }))).toBe(false);
});
