import type { Shape } from '@/api/types';
import { t } from '@/app/i18n';
import { sentOf, typedOf } from './scales';

export type AlarmRule = Shape<'AlarmRule'>;
export const CONDITIONS = ['threshold', 'rate', 'silence', 'poor_quality'] as const;
export type Condition = (typeof CONDITIONS)[number];
export const SEVERITIES = ['blue', 'yellow', 'orange', 'red'] as const;
export type Severity = (typeof SEVERITIES)[number];
export const SIDES = ['above', 'below', 'outside'] as const;
export const DIRECTIONS = ['rise', 'fall', 'either'] as const;

/** An alarm's rule as it is typed: durations in minutes or hours, shares in percent. */
export interface AlarmForm {
  name: string;
  watched: boolean;
  severity: Severity | '';
  condition: Condition | '';
  side: (typeof SIDES)[number] | '';
  low: string;
  high: string;
  direction: (typeof DIRECTIONS)[number] | '';
  change: string;
  withinHours: string;
  /** Of a threshold or a rate. */
  hysteresis: string;
  silenceBy: 'cadences' | 'minutes' | '';
  silence: string;
  sharePercent: string;
  windowHours: string;
  fewest: string;
  holdMinutes: string;
  delayHours: string;
  /** Minutes after the first notification: "30, 120". */
  escalations: string;
  quiet: boolean;
  quietFrom: string;
  quietTo: string;
  exceptFrom: Severity | '';
}

export const conditionOf = (rule: AlarmRule): Condition =>
  CONDITIONS.find((one) => rule[one] !== undefined && rule[one] !== null) ?? 'threshold';

const HOUR = 3600;
const MINUTE = 60;

const silenceFields = (
  silence: NonNullable<AlarmRule['silence']>,
): Pick<AlarmForm, 'silenceBy' | 'silence'> =>
  silence.seconds
    ? { silenceBy: 'minutes', silence: typedOf(silence.seconds, MINUTE) }
    : { silenceBy: 'cadences', silence: typedOf(silence.cadences) };

/**
 * Of an alarm that there is, or with what is usual for a new one. Where no programme says how often values come, cadences
 * would never be judged, so silence is usually written in minutes there.
 */
export function alarmForm(
  alarm?: Pick<Shape<'Alarm'>, 'name' | 'watched' | 'rule'>,
  cadence: number | null = null,
): AlarmForm {
  const rule: AlarmRule = alarm?.rule ?? {};
  const { threshold, rate, silence, poor_quality: poor, quiet_hours: quiet } = rule;
  return {
    name: alarm?.name ?? '',
    watched: alarm?.watched ?? true,
    severity: rule.severity ?? 'yellow',
    condition: conditionOf(rule),
    side: threshold?.side ?? 'above',
    low: typedOf(threshold?.low),
    high: typedOf(threshold?.high),
    direction: rate?.direction ?? 'either',
    change: typedOf(rate?.change),
    withinHours: typedOf(rate?.within_seconds ?? 24 * HOUR, HOUR),
    hysteresis: typedOf(threshold?.hysteresis ?? rate?.hysteresis ?? 0),
    ...silenceFields(silence ?? (cadence ? { cadences: 3 } : { seconds: HOUR })),
    sharePercent: typedOf(poor?.share_per_mille ?? 200, 10),
    windowHours: typedOf(poor?.window_seconds ?? 24 * HOUR, HOUR),
    fewest: typedOf(poor?.fewest ?? 10),
    holdMinutes: typedOf(rule.hold_seconds ?? 0, MINUTE),
    delayHours: typedOf(rule.longest_delay_seconds ?? 24 * HOUR, HOUR),
    escalations: (rule.escalate_after_minutes ?? []).join(', '),
    quiet: Boolean(quiet),
    quietFrom: quiet?.from ?? '22:00',
    quietTo: quiet?.to ?? '07:00',
    exceptFrom: quiet?.except_from ?? 'orange',
  };
}

/** Numbers as people list them: "30, 120", "30、120". */
const listOf = (text: string): number[] =>
  text
    .split(/[,，、;；\s]+/)
    .filter(Boolean)
    .map((part) => sentOf(part) as number);

function conditionRule(form: AlarmForm): Partial<AlarmRule> {
  const hysteresis = sentOf(form.hysteresis) ?? 0;
  switch (form.condition) {
    case 'rate':
      return {
        rate: {
          direction: form.direction || 'either',
          change: sentOf(form.change) as number,
          within_seconds: sentOf(form.withinHours, HOUR, true) as number,
          hysteresis,
        },
      };
    case 'silence':
      return {
        silence:
          form.silenceBy === 'minutes'
            ? { seconds: sentOf(form.silence, MINUTE, true) }
            : { cadences: sentOf(form.silence) },
      };
    case 'poor_quality':
      return {
        poor_quality: {
          share_per_mille: sentOf(form.sharePercent, 10, true) as number,
          window_seconds: sentOf(form.windowHours, HOUR, true) as number,
          fewest: sentOf(form.fewest) as number,
        },
      };
    default:
      return { threshold: thresholdOf(form, hysteresis) };
  }
}

function thresholdOf(form: AlarmForm, hysteresis: number): NonNullable<AlarmRule['threshold']> {
  const side = form.side || 'above';
  return {
    side,
    ...(side === 'above' ? {} : { low: sentOf(form.low) }),
    ...(side === 'below' ? {} : { high: sentOf(form.high) }),
    hysteresis,
  };
}

export function alarmRuleOf(form: AlarmForm): AlarmRule {
  return {
    severity: form.severity || 'yellow',
    ...conditionRule(form),
    hold_seconds: sentOf(form.holdMinutes, MINUTE, true) ?? 0,
    longest_delay_seconds: sentOf(form.delayHours, HOUR, true) ?? 24 * HOUR,
    escalate_after_minutes: listOf(form.escalations),
    quiet_hours: form.quiet
      ? { from: form.quietFrom.trim(), to: form.quietTo.trim(), except_from: form.exceptFrom || 'orange' }
      : null,
  };
}

/** When an alarm is raised, in one sentence; `unit` is the stream's. */
export function ruleText(rule: AlarmRule, unit = ''): string {
  const value = (number: number | null | undefined) => [typedOf(number), unit].filter(Boolean).join(' ');
  const { threshold, rate, silence, poor_quality: poor } = rule;
  if (threshold)
    return t(`alarm_rule.${threshold.side ?? 'above'}`, {
      low: value(threshold.low),
      high: value(threshold.high),
    });
  if (rate)
    return t(`alarm_rule.${rate.direction ?? 'either'}`, {
      change: value(rate.change),
      hours: typedOf(rate.within_seconds, HOUR),
    });
  if (silence?.seconds) return t('alarm_rule.silent_minutes', { minutes: typedOf(silence.seconds, MINUTE) });
  if (silence) return t('alarm_rule.silent_cadences', { count: typedOf(silence.cadences) });
  return t('alarm_rule.poor', {
    percent: typedOf(poor?.share_per_mille, 10),
    hours: typedOf(poor?.window_seconds ?? 24 * HOUR, HOUR),
  });
}

/** What happens besides: escalation and quiet hours. */
export function ruleNotes(rule: AlarmRule): string[] {
  const notes: string[] = [];
  if (rule.hold_seconds) notes.push(t('alarm_rule.hold', { minutes: typedOf(rule.hold_seconds, MINUTE) }));
  if (rule.escalate_after_minutes?.length)
    notes.push(t('alarm_rule.escalates', { minutes: rule.escalate_after_minutes.join(', ') }));
  const quiet = rule.quiet_hours;
  if (quiet)
    notes.push(
      t('alarm_rule.quiet', {
        from: quiet.from,
        to: quiet.to,
        severity: t(`severity.${quiet.except_from ?? 'orange'}`),
      }),
    );
  return notes;
}
