import { expect, it } from 'vitest';
import { allTexts } from '@/app/i18n';
import { CHOICES, FIELDS, labelKey, PERIODS, TESTS, WINDOW_FIELDS } from './ruleFields';
import { ruleRows } from './ruleSummary';

it('has a text for every test, input, unit and word', () => {
  const fields = [...TESTS.flatMap((test) => FIELDS[test]), ...WINDOW_FIELDS];
  const units = fields
    .filter(({ unit }) => !unit.startsWith('stream'))
    .map(({ unit }) => `rule_unit.${unit}`);
  const words = Object.values(CHOICES).flatMap((one) => one.words.map((word) => `rule_word.${word}`));
  const keys = [
    ...TESTS.flatMap((test) => [`rule_test.${test}`, `rule_about.${test}`]),
    ...PERIODS.flatMap((period) => [`rule_period.${period}`, `rule_period_short.${period}`]),
    ...fields.map(labelKey),
    ...units,
    ...words,
  ];
  expect(keys.filter((key) => !(key in allTexts))).toEqual([]);
});

it('says which tests are run and within which bounds', () => {
  expect(
    ruleRows({ gross_range: { fail: { max: 60 } }, rate_of_change: { suspect: 0.001 }, syntax: true }, 'm'),
  ).toEqual([
    { test: 'syntax', parts: [] },
    { test: 'gross_range', parts: ['错误：高于 60 m'] },
    { test: 'rate_of_change', parts: ['可疑：界限 3.6 m/小时'] },
  ]);
});
