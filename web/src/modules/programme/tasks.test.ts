import { describe, expect, it } from 'vitest';
import { answers, milestone, stands, task, unit } from './samples';
import { matches, nextDue, noFilter, ordered, percent, type TaskFilter } from './tasks';

const rows = [
  {
    task: task(1, { milestones: [milestone('1.1', '2020-12-31')], answering: answers(unit(1)) }),
    standing: { ...stands(1, 'grey'), behind: null },
  },
  {
    task: task(2, {
      section: '开放共享',
      goals: ['G3'],
      milestones: [milestone('2.1', '2017-12-31', { state: 'verified' }), milestone('2.2', '2018-12-31')],
      units: [{ role: 'with', organisation: unit(2) }],
    }),
    standing: { ...stands(2, 'red'), behind: 12 },
  },
  { task: task(3), standing: { ...stands(3, 'red'), behind: 40 } },
];
const found = (filter: Partial<TaskFilter>) =>
  rows.filter((row) => matches(row, { ...noFilter(), ...filter })).map((row) => row.task.number);

describe('a table of tasks is narrowed', () => {
  it.each([
    [{}, [1, 2, 3]],
    [{ light: 'red' }, [2, 3]],
    [{ section: '开放共享' }, [2]],
    [{ goal: 'G1' }, [1, 3]],
    [{ unit: 1 }, [1]],
    [{ unit: 2 }, [2]],
    [{ text: 'task 3' }, [3]],
    [{ dueFrom: '2018-01-01', dueTo: '2018-12-31' }, [2]],
    [{ dueTo: '2017-12-31' }, [2]],
    [{ dueFrom: '2019-01-01' }, [1]],
    [{ light: 'red', dueFrom: '2019-01-01' }, []],
  ] as [Partial<TaskFilter>, number[]][])('by %o to %o', (filter, numbers) =>
    expect(found(filter)).toEqual(numbers),
  );
});

it.each([
  ['number', [1, 2, 3]],
  ['light', [2, 3, 1]],
  ['due', [2, 1, 3]],
  ['behind', [3, 2, 1]],
] as const)('ordered by %s: %o', (order, numbers) => {
  expect(ordered(rows, order).map((row) => row.task.number)).toEqual(numbers);
});

it('the next deadline is the first that is not verified', () => {
  expect(rows.map((row) => nextDue(row.task))).toEqual(['2020-12-31', '2018-12-31', null]);
});

it('an unknown share is said, not shown as nought', () => {
  expect([percent(null), percent(0), percent(33.333)]).toEqual(['未知', '0 %', '33.3 %']);
});
