import { expect, it } from 'vitest';
import { latestOf, missingOf } from './sensorThings';

it('reads the newest observation of each stream that has one', () => {
  const found = latestOf({
    value: [
      {
        '@iot.id': 1,
        Observations: [{ phenomenonTime: '2026-01-01T00:00:00Z', result: 3.1, resultQuality: { qartod: 3 } }],
      },
      { '@iot.id': 2, Observations: [] },
      {
        '@iot.id': 3,
        Observations: [{ phenomenonTime: '2026-01-01T00:00:00Z/2026-01-01T01:00:00Z', result: 'calm' }],
      },
    ],
  });
  expect([...found]).toEqual([
    [1, { time: '2026-01-01T00:00:00Z', result: 3.1, quality: 3 }],
    [3, { time: '2026-01-01T01:00:00Z', result: 'calm', quality: null }],
  ]);
});

it('names all that a new stream still lacks', () => {
  const empty = {
    name: '',
    description: '',
    unitName: '',
    unitSymbol: '',
    property: ' ',
    propertyDefinition: '',
    sensor: '',
    sensorDocument: '',
  };
  expect(missingOf(empty)).toEqual(['name', 'property', 'sensor']);
  expect(missingOf({ ...empty, name: 'a', property: 'b', sensor: 'c' })).toEqual([]);
});
