import { t } from '@/app/i18n';
import {
  CHOICES,
  FIELDS,
  labelKey,
  TESTS,
  WINDOW_FIELDS,
  type RuleField,
  type Rules,
  type Test,
} from './ruleFields';
import { formOf } from './ruleForm';

export interface RuleRow {
  test: Test;
  /** Each bound in words: "错误：高于 60 m". */
  parts: string[];
}

function unitOf({ unit }: RuleField, own: string): string {
  if (unit === 'stream') return own;
  if (unit === 'stream_per_hour') return t('rule_unit.per_hour', { unit: own || t('rule_unit.own') });
  return t(`rule_unit.${unit}`);
}

const partsOf = (texts: Record<string, string>, fields: RuleField[], own: string): string[] =>
  fields
    .filter(({ path }) => texts[path])
    .map((field) => [t(labelKey(field)), texts[field.path], unitOf(field, own)].join(' ').trim());

/** The tests that are run, with their bounds as a person reads them; `unit` is the stream's. */
export function ruleRows(rules: Rules, unit: string): RuleRow[] {
  const form = formOf(rules);
  return TESTS.filter((test) => form.tests[test].on).map((test) => {
    if (test === 'climatology')
      return {
        test,
        parts: form.windows.map(({ period, from, to, texts }) =>
          [`${t(`rule_period_short.${period}`)} ${from}–${to}`, ...partsOf(texts, WINDOW_FIELDS, unit)].join(
            ' · ',
          ),
        ),
      };
    const { texts } = form.tests[test];
    const choice = CHOICES[test];
    const word = choice ? [t(`rule_word.${texts[choice.path]}`)] : [];
    return { test, parts: [...partsOf(texts, FIELDS[test], unit), ...word] };
  });
}
