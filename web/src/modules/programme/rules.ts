import type { SupervisionRules } from '@/api/types';
import { numberOrNull } from '@/modules/registry/forms';

/** The numbers by which lights, reports and slips are judged, in the groups of the contract. */
export const RULE_GROUPS = [
  { key: 'lights', rules: ['yellow_from', 'red_above', 'due_soon_days', 'red_cycles'] },
  { key: 'report', rules: ['due_days', 'close_days', 'remind_days'] },
  { key: 'slip', rules: ['blue_reply_days', 'orange_reply_days', 'red_reply_days'] },
] as const;

/** The rules as typed: "lights.yellow_from" to its text. */
export function ruleTexts(rules: SupervisionRules): Record<string, string> {
  return Object.fromEntries(
    RULE_GROUPS.flatMap((group) =>
      group.rules.map((rule) => [
        `${group.key}.${rule}`,
        String((rules[group.key] as Record<string, number>)[rule] ?? ''),
      ]),
    ),
  );
}

export function inputOfRules(
  texts: Record<string, string>,
): Pick<SupervisionRules, 'lights' | 'report' | 'slip'> {
  const group = (key: string, rules: readonly string[]) =>
    Object.fromEntries(rules.map((rule) => [rule, numberOrNull(texts[`${key}.${rule}`] ?? '')]));
  return Object.fromEntries(RULE_GROUPS.map((one) => [one.key, group(one.key, one.rules)])) as never;
}
