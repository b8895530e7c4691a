import type { Shape } from '@/api/types';

type Mapping = Shape<'CsvMapping'>;

/** What a person fills in himself where nothing of a file was recognised. */
export const BLANK: Mapping = {
  encoding: 'auto',
  delimiter: 'auto',
  skip_lines: 0,
  header: true,
  skip_after_header: 0,
  decimal_comma: false,
  time: { columns: [], format: 'YYYY-MM-DD HH:mm:ss', zone: '+08:00' },
  values: [],
  code_columns: [],
  codes: [],
  missing: ['', 'NaN', 'NA', 'null', '-9999', '---'],
  quality_column: null,
  quality_texts: [],
};

/** The mapping with these columns of values; those that it had keep their streams. */
export const withColumns = (mapping: Mapping, columns: string[]): Mapping => ({
  ...mapping,
  values: columns.map(
    (column) =>
      mapping.values.find((one) => one.column === column) ?? {
        column,
        stream: '',
        factor: 1,
        offset: 0,
        quality_column: null,
      },
  ),
});

/** What a file speaks of and must be pointed at a stream of the station. */
export interface Target {
  key: string;
  stream: string;
  /** What is stored is what stands in the file, times the factor, plus the offset. */
  factor: number;
  offset: number;
  sensor: Shape<'SensorCode'> | null;
}

const NUMBER = /^[1-9]\d*$/;

/** A stream is named by its number; what a guess puts there else is only the name that the file uses. */
const streamOrNone = (text: string): string => (NUMBER.test(text) ? text : '');

/** With code columns the codes are pointed at streams, without them the columns of values. */
export function targets(mapping: Mapping, suggestion: Shape<'CsvSuggestion'> | null): Target[] {
  if (mapping.code_columns.length === 0)
    return mapping.values.map((one) => ({
      key: one.column,
      stream: streamOrNone(one.stream),
      factor: one.factor,
      offset: one.offset,
      sensor: suggestion?.streams.find((told) => told.key === one.column)?.sensor ?? null,
    }));
  const told = suggestion?.streams ?? [];
  const keys = new Set([...told.map((one) => one.key), ...mapping.codes.map((one) => one.code)]);
  return [...keys].map((key) => {
    const held = mapping.codes.find((one) => one.code === key);
    return {
      key,
      stream: streamOrNone(held?.stream ?? ''),
      factor: held?.factor ?? 1,
      offset: held?.offset ?? 0,
      sensor: told.find((one) => one.key === key)?.sensor ?? null,
    };
  });
}

/** The mapping with one of its targets pointed at a stream; an empty stream leaves the target out. */
export function pointed(mapping: Mapping, key: string, stream: string): Mapping {
  if (mapping.code_columns.length === 0)
    return {
      ...mapping,
      values: mapping.values.map((one) => (one.column === key ? { ...one, stream } : one)),
    };
  const others = mapping.codes.filter((one) => one.code !== key);
  const held = mapping.codes.find((one) => one.code === key);
  if (!stream) return { ...mapping, codes: others };
  return { ...mapping, codes: [...others, { code: key, factor: 1, offset: 0, ...held, stream }] };
}

/** The mapping with another factor or offset of one target, for a file whose unit is not the stream's. */
export function scaled(
  mapping: Mapping,
  key: string,
  part: { factor: number } | { offset: number },
): Mapping {
  return {
    ...mapping,
    values: mapping.values.map((one) => (one.column === key ? { ...one, ...part } : one)),
    codes: mapping.codes.map((one) => (one.code === key ? { ...one, ...part } : one)),
  };
}

/** True while every number of it is one. */
export const isInNumbers = ({ skip_lines, skip_after_header, values, codes }: Mapping): boolean =>
  [skip_lines, skip_after_header, ...[...values, ...codes].flatMap((one) => [one.factor, one.offset])].every(
    Number.isFinite,
  );

/** What is sent: columns that are pointed at no stream are left out. */
export function complete(mapping: Mapping): Mapping {
  if (mapping.code_columns.length > 0) return mapping;
  return { ...mapping, values: mapping.values.filter((one) => streamOrNone(one.stream) !== '') };
}

/** True once at least one target has its stream. */
export const isUsable = (mapping: Mapping): boolean =>
  mapping.code_columns.length > 0
    ? mapping.codes.some((one) => streamOrNone(one.stream) !== '')
    : complete(mapping).values.length > 0;
