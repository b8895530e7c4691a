import { describe, expect, it } from 'vitest';
import { unitLinks, waits } from './dependencies';
import { answers, builds, stands, task, unit } from './samples';

const [a, b, c, d] = [unit(1), unit(2), unit(3), unit(4)];

describe('units depend on each other', () => {
  it('through a task both answer for, once however often they are named', () => {
    const links = unitLinks([
      task(1, { answering: answers(a, b) }),
      task(2, { answering: answers(b, a, a) }),
    ]);
    expect(links.map((one) => [one.left.id, one.right.id, one.tasks, one.platforms])).toEqual([
      [1, 2, [1, 2], []],
    ]);
  });

  it('through a platform that two tasks build', () => {
    const links = unitLinks([
      task(1, { answering: answers(a), targets: [builds('P001')] }),
      task(2, { answering: answers(b), targets: [builds('P001'), builds('P002')] }),
    ]);
    expect(links.map((one) => [one.left.id, one.right.id, one.tasks, one.platforms])).toEqual([
      [1, 2, [], ['P001']],
    ]);
  });

  it('never on itself', () => {
    expect(
      unitLinks([
        task(1, { answering: answers(a), targets: [builds('P001')] }),
        task(2, { answering: answers(a), targets: [builds('P001')] }),
      ]),
    ).toEqual([]);
  });
});

describe('who waits for whom', () => {
  const shared = [
    task(1, {
      answering: answers(a, b),
      units: [{ role: 'convened_by', organisation: c }],
      targets: [builds('P001')],
    }),
    task(2, { answering: answers(d), targets: [builds('P001')] }),
  ];

  it('everybody of the task and of its platform waits for the unit that is red', () => {
    const [found] = waits(shared, [
      stands(1, 'red', [
        [a, 'red'],
        [b, 'green'],
      ]),
      stands(2, 'grey', [[d, 'grey']]),
    ]);
    expect(found?.late.map((one) => one.id)).toEqual([1]);
    expect(found?.waiting.map((one) => one.id).sort()).toEqual([2, 3, 4]);
    expect(found?.held).toEqual([2]);
  });

  it('nobody waits where nobody is red', () => {
    expect(waits(shared, [stands(1, 'yellow', [[a, 'yellow']]), stands(2, 'grey')])).toEqual([]);
  });

  it('who is late too does not wait', () => {
    const [found] = waits(shared.slice(0, 1), [
      stands(1, 'red', [
        [a, 'red'],
        [b, 'red'],
      ]),
    ]);
    expect(found?.waiting.map((one) => one.id)).toEqual([3]);
  });
});
