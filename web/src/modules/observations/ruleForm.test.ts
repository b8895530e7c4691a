import { describe, expect, it } from 'vitest';
import { TESTS, type Rules } from './ruleFields';
import { emptyWindow, formOf, rulesOf, takeOver } from './ruleForm';

const all: Rules = {
  longest_gap_cadences: 4,
  syntax: true,
  time_gap: { seconds_ahead: 90, suspect_cadences: 2, fail_seconds_late: 90 },
  location: { west: 110.5, south: 25.1, east: 110.6, north: 25.3, longest_step: 100 },
  gross_range: { fail: { min: -5, max: 60 }, suspect: { max: 40 } },
  climatology: {
    windows: [{ period: 'month', from: 11, to: 2, suspect: { min: -2, max: 15 }, depth: { max: 10 } }],
  },
  spike: { method: 'average', suspect: 0.5 },
  rate_of_change: { suspect: 0.001, deviations: { times: 3, window_seconds: 90000, fewest: 10 } },
  flat_line: { tolerance: 0, suspect_seconds: 90 },
  attenuated_signal: { spread: 'deviation', window_seconds: 86400, fewest: 12, suspect: 0.05, fail: 0 },
};

describe('the form of the rules', () => {
  it('gives back the rules that it was filled in from, whatever the units shown', () => {
    expect(rulesOf(formOf(all))).toEqual(all);
    for (const test of TESTS) {
      const one = { longest_gap_cadences: 3, [test]: all[test] } as Rules;
      expect(rulesOf(formOf(one))).toEqual(one);
    }
  });

  it('asks for changes per hour and for long times in hours', () => {
    const { tests } = formOf(all);
    expect(tests.rate_of_change.texts.suspect).toBe('3.6');
    expect(tests.rate_of_change.texts['deviations.window_seconds']).toBe('25');
    expect(tests.flat_line.texts.suspect_seconds).toBe('1.5');
  });

  it('leaves out what is switched off, and sends what is no number as it was typed', () => {
    const form = formOf(all);
    for (const test of TESTS) form.tests[test].on = test === 'spike';
    form.tests.spike.texts.suspect = 'viel';
    expect(rulesOf(form)).toEqual({ longest_gap_cadences: 4, spike: { method: 'average', suspect: 'viel' } });
  });

  it('takes a suggestion over into one test alone', () => {
    const form = formOf({});
    takeOver(form, 'climatology', all);
    expect(rulesOf(form)).toEqual({ longest_gap_cadences: 3, climatology: all.climatology });
    form.windows.push(emptyWindow());
    expect(rulesOf(form).climatology?.windows[1]).toMatchObject({ period: 'month', from: null, to: null });
  });
});
