import { CHOICES, FIELDS, TESTS, WINDOW_FIELDS, type RuleField, type Rules, type Test } from './ruleFields';
import { sentOf, typedOf } from './scales';

type Json = Record<string, unknown>;
type Period = 'month' | 'season' | 'day_of_year';

/** What is typed into the inputs of a test, by their paths. */
export interface TestForm {
  on: boolean;
  texts: Record<string, string>;
}
export interface WindowForm {
  period: Period | '';
  from: string;
  to: string;
  texts: Record<string, string>;
}
export interface RuleForm {
  gap: string;
  tests: Record<Test, TestForm>;
  windows: WindowForm[];
}

/** As the server has it where nothing is said. */
const USUAL_GAP = 3;

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((found, key) => (found as Json | null | undefined)?.[key], value);
}
function put(target: Json, path: string, value: unknown): void {
  const [key = '', ...rest] = path.split('.');
  if (rest.length === 0) target[key] = value;
  else put((target[key] ??= {}) as Json, rest.join('.'), value);
}

const textsOf = (rule: unknown, fields: RuleField[]): Record<string, string> =>
  Object.fromEntries(
    fields.map(({ path, scale }) => [path, typedOf(at(rule, path) as number | undefined, scale)]),
  );

function fill(target: Json, texts: Record<string, string>, fields: RuleField[]): Json {
  for (const { path, scale, whole } of fields) {
    const value = sentOf(texts[path] ?? '', scale, whole);
    if (value !== null) put(target, path, value);
  }
  return target;
}

function testForm(test: Test, rules: Rules): TestForm {
  const rule = rules[test];
  const choice = CHOICES[test];
  const texts = textsOf(rule, FIELDS[test]);
  if (choice) texts[choice.path] = String(at(rule, choice.path) ?? choice.words[0]);
  return { on: Boolean(rule), texts };
}

type Window = NonNullable<Rules['climatology']>['windows'][number];
const windowForm = (window: Window): WindowForm => ({
  period: window.period,
  from: String(window.from),
  to: String(window.to),
  texts: textsOf(window, WINDOW_FIELDS),
});

export const emptyWindow = (): WindowForm => ({
  period: 'month',
  from: '',
  to: '',
  texts: textsOf({}, WINDOW_FIELDS),
});

export function formOf(rules: Rules): RuleForm {
  return {
    gap: typedOf(rules.longest_gap_cadences ?? USUAL_GAP),
    tests: Object.fromEntries(TESTS.map((test) => [test, testForm(test, rules)])) as RuleForm['tests'],
    windows: rules.climatology?.windows.map(windowForm) ?? [],
  };
}

function ruleOf(test: Test, form: RuleForm): unknown {
  if (test === 'syntax') return true;
  if (test === 'climatology')
    return {
      windows: form.windows.map(({ period, from, to, texts }) =>
        fill({ period, from: sentOf(from), to: sentOf(to) }, texts, WINDOW_FIELDS),
      ),
    };
  const { texts } = form.tests[test];
  const choice = CHOICES[test];
  return fill(choice ? { [choice.path]: texts[choice.path] } : {}, texts, FIELDS[test]);
}

/** The whole rules as they go out: tests that are switched on, inputs that are filled in. */
export function rulesOf(form: RuleForm): Rules {
  const rules: Json = { longest_gap_cadences: sentOf(form.gap) ?? USUAL_GAP };
  for (const test of TESTS) if (form.tests[test].on) rules[test] = ruleOf(test, form);
  return rules as Rules;
}

/** Puts what is suggested into a test, in place of what stood there. */
export function takeOver(form: RuleForm, test: Test, rules: Rules): void {
  const suggested = formOf(rules);
  form.tests[test] = { ...suggested.tests[test], on: true };
  if (test === 'climatology') form.windows = suggested.windows;
}
