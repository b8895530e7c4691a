import type { Shape } from '@/api/types';

export type Rules = Shape<'QartodRules'>;
/** The tests of QARTOD in the order of its manuals: first the row itself, then its value, then its neighbours. */
export const TESTS = [
  'syntax',
  'time_gap',
  'location',
  'gross_range',
  'climatology',
  'spike',
  'rate_of_change',
  'flat_line',
  'attenuated_signal',
] as const;
export type Test = (typeof TESTS)[number];

/** One input of a test. */
export interface RuleField {
  /** Where it stands in the test's rule: "fail.min". */
  path: string;
  /** What stands behind the label: the stream's own unit, or a word. */
  unit:
    | 'stream'
    | 'stream_per_hour'
    | 'second'
    | 'minute'
    | 'hour'
    | 'cadence'
    | 'degree'
    | 'metre'
    | 'times'
    | 'count';
  /** How many of the server's units make one of the person's; per second becomes per hour by a share. */
  scale?: number;
  whole?: boolean;
}
export interface RuleChoice {
  path: string;
  words: string[];
}

/** The text that names an input; a dot would be a path of its own among the texts. */
export const labelKey = ({ path }: RuleField): string => `rule_field.${path.replace('.', '_')}`;

const own = (path: string): RuleField => ({ path, unit: 'stream' });
const seconds = (path: string): RuleField => ({ path, unit: 'second', whole: true });
const minutes = (path: string): RuleField => ({ path, unit: 'minute', scale: 60, whole: true });
const hours = (path: string): RuleField => ({ path, unit: 'hour', scale: 3600, whole: true });
const count = (path: string): RuleField => ({ path, unit: 'count', whole: true });
const cadences = (path: string): RuleField => ({ path, unit: 'cadence' });
const degrees = (path: string): RuleField => ({ path, unit: 'degree' });
const perHour = (path: string): RuleField => ({ path, unit: 'stream_per_hour', scale: 1 / 3600 });

/** What each test asks for; syntax asks for nothing, climatology for windows of the year. */
export const FIELDS: Record<Test, RuleField[]> = {
  syntax: [],
  time_gap: [
    seconds('seconds_ahead'),
    cadences('suspect_cadences'),
    cadences('fail_cadences'),
    minutes('suspect_seconds_late'),
    minutes('fail_seconds_late'),
  ],
  location: [
    degrees('west'),
    degrees('east'),
    degrees('south'),
    degrees('north'),
    { path: 'longest_step', unit: 'metre' },
  ],
  gross_range: [own('suspect.min'), own('suspect.max'), own('fail.min'), own('fail.max')],
  climatology: [],
  spike: [own('suspect'), own('fail')],
  rate_of_change: [
    perHour('suspect'),
    perHour('fail'),
    { path: 'deviations.times', unit: 'times' },
    hours('deviations.window_seconds'),
    count('deviations.fewest'),
  ],
  flat_line: [own('tolerance'), minutes('suspect_seconds'), minutes('fail_seconds')],
  attenuated_signal: [hours('window_seconds'), count('fewest'), own('suspect'), own('fail')],
};

export const CHOICES: Partial<Record<Test, RuleChoice>> = {
  spike: { path: 'method', words: ['differential', 'average'] },
  attenuated_signal: { path: 'spread', words: ['range', 'deviation'] },
};

/** Climatology: bounds of one part of the year. */
export const WINDOW_FIELDS: RuleField[] = [
  own('suspect.min'),
  own('suspect.max'),
  own('fail.min'),
  own('fail.max'),
  { path: 'depth.min', unit: 'metre' },
  { path: 'depth.max', unit: 'metre' },
];
export const PERIODS = ['month', 'season', 'day_of_year'] as const;
