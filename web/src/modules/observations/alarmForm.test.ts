import { expect, it } from 'vitest';
import { alarmForm, alarmRuleOf, ruleNotes, ruleText, type AlarmRule } from './alarmForm';

const whole = (rule: AlarmRule): AlarmRule => ({
  severity: 'orange',
  hold_seconds: 600,
  longest_delay_seconds: 86400,
  escalate_after_minutes: [30, 120],
  quiet_hours: { from: '22:00', to: '07:00', except_from: 'red' },
  ...rule,
});
const rules: AlarmRule[] = [
  whole({ threshold: { side: 'above', high: 12.5, hysteresis: 0.2 } }),
  whole({ threshold: { side: 'outside', low: -3, high: 12.5, hysteresis: 0 }, quiet_hours: null }),
  whole({ rate: { direction: 'fall', change: 5, within_seconds: 5400, hysteresis: 1 } }),
  whole({ silence: { cadences: 2.5 } }),
  whole({ silence: { seconds: 90 } }),
  whole({ poor_quality: { share_per_mille: 125, window_seconds: 43200, fewest: 20 } }),
];

it('gives back every rule that it was filled in from', () => {
  for (const rule of rules) expect(alarmRuleOf(alarmForm({ name: '', watched: true, rule }))).toEqual(rule);
});

it('sends one condition alone, and one bound where the other has no meaning', () => {
  const form = { ...alarmForm(), high: '3', low: '1', side: 'below' as const };
  expect(alarmRuleOf(form).threshold).toEqual({ side: 'below', low: 1, hysteresis: 0 });
  expect(Object.keys(alarmRuleOf({ ...form, condition: 'silence' }))).not.toContain('threshold');
});

it('counts silence in cadences only where a programme says how long one is', () => {
  const silent = (cadence: number | null) =>
    alarmRuleOf({ ...alarmForm(undefined, cadence), condition: 'silence' }).silence;
  expect(silent(600)).toEqual({ cadences: 3 });
  expect(silent(null)).toEqual({ seconds: 3600 });
});

it('reads escalations however they are separated, and leaves faults to the server', () => {
  expect(alarmRuleOf({ ...alarmForm(), escalations: '30、 120' }).escalate_after_minutes).toEqual([30, 120]);
  expect(alarmRuleOf({ ...alarmForm(), escalations: 'soon' }).escalate_after_minutes).toEqual(['soon']);
});

it('says in a sentence when it is raised', () => {
  expect(rules.map((rule) => ruleText(rule, 'm'))).toEqual([
    '高于 12.5 m',
    '低于 -3 m 或高于 12.5 m',
    '1.5 小时内下降超过 5 m',
    '2.5 个观测间隔没有数据',
    '1.5 分钟没有数据',
    '12 小时内可疑或错误的数据超过 12.5%',
  ]);
  expect(ruleNotes(rules[0] ?? {})).toHaveLength(3);
});
