// The years 2017 to 2020 played through, day by day, with the server started anew on each: the lights at the end of each
// year are those worked out by hand below, and stay so whatever is entered later.
import { expect, it } from 'vitest';
import { person } from './support/cast.ts';
import { Client } from './support/client.ts';
import { until } from './support/poll.ts';
import { scenarioOn } from './support/suite.ts';

const PLAN = '/api/v1/plans/plan-2017';
type Lights = { grey: number; green: number; yellow: number; red: number; blue: number };

/**
 * By hand. 2017: eleven tasks have a milestone on 2017-12-31; task 22 is verified (done), task 3 has handed in (under way), nine are due
 * and not begun. 2018: those nine are overdue; six more are due on the day; task 3 is 11.5 points behind; task 4 has more time; task 23 is
 * in time. 2019: fifteen overdue, task 3 is 33 points behind, task 4 has delivered. 2020: task 3 has caught up, task 23 goes on as
 * routine, twelve are due on the day and not begun.
 */
const atTheEndOf: Record<string, Lights> = {
  '2017-12-31': { grey: 19, green: 1, yellow: 9, red: 0, blue: 1 },
  '2018-12-31': { grey: 12, green: 1, yellow: 7, red: 9, blue: 1 },
  '2019-12-31': { grey: 11, green: 2, yellow: 0, red: 16, blue: 1 },
  '2020-12-31': { grey: 0, green: 2, yellow: 12, red: 15, blue: 1 },
};
/** Goal G2: tasks 16 to 21. */
const secondGoal: Record<string, Lights> = {
  '2017-12-31': { grey: 2, green: 0, yellow: 4, red: 0, blue: 0 },
  '2018-12-31': { grey: 2, green: 0, yellow: 0, red: 4, blue: 0 },
  '2019-12-31': { grey: 2, green: 0, yellow: 0, red: 4, blue: 0 },
  '2020-12-31': { grey: 0, green: 0, yellow: 2, red: 4, blue: 0 },
};

scenarioOn('2017-12-20', 'four years of supervision', (world) => {
  const tokens: Record<string, string> = {};
  const as = (user: string): Client => Client.withToken(world().url, tokens[user]!);
  const on = async (day: string): Promise<void> => {
    await world().servers.at(-1)!.stop();
    await world().serve(['--now', day]);
  };
  const task = async (number: number): Promise<any> => (await as('wang').get(`${PLAN}/tasks`)).expect(200).body.items[number - 1];
  const standing = async (day: string): Promise<any> => (await as('wang').get(`${PLAN}/standing`, { query: { as_of: day } })).expect(200).body;
  const light = async (number: number, day: string): Promise<string> => (await standing(day)).tasks[number - 1].light.light;

  const prove = async (user: string, number: number, milestone: number, unit: string): Promise<string> => {
    const one = (await task(number)).milestones[milestone];
    const made = (await as(user).post(`/api/v1/milestones/${one.id}/evidence`, { unit, statement: `${one.code} 成果材料` })).expect(201).body;
    return `/api/v1/evidence/${made.id}/steps`;
  };
  const planYear = async (user: string, unit: string, year: number, planned: number[]): Promise<void> => {
    const tasks = [{ task: (await task(3)).id, planned, goals: [{ title: '上半年', weight: 40, cycle: 2 }, { title: '全年', weight: 60, cycle: 4 }] }];
    const made = (await as(user).post(`${PLAN}/unit-plans`, { unit, year, tasks })).expect(201).body;
    (await as(user).post(`/api/v1/unit-plans/${made.id}/steps`, { step: 'submit' })).expect(200);
    (await as('wang').post(`/api/v1/unit-plans/${made.id}/steps`, { step: 'accept' })).expect(200);
  };
  const report = async (user: string, unit: string, year: number, cycle: number, percent: number, more: Record<string, unknown> = {}): Promise<any> => {
    const made = (await as(user).post(`/api/v1/tasks/${(await task(3)).id}/reports`, { unit, year, cycle, percent, progress: '进展', submit: true, ...more })).expect(201).body;
    (await as('wang').post(`/api/v1/reports/${made.id}/steps`, { step: 'accept' })).expect(200);
    return made;
  };
  const slips = async (): Promise<any[]> => (await as('wang').all('/api/v1/slips', { plan: 'plan-2017', unit: 'igcags' })).filter((one: any) => one.task.number === 3);

  it('2017: plans are drawn up, one task is done, one has handed in', async () => {
    const whole = { kind: 'all' };
    await person(world(), 'wang', [{ role: 'ministry_officer', scope: whole }], 'mlr-sti');
    // Who reports for the department besides reviewing has a grant of its own for that.
    await person(world(), 'chen', [{ role: 'ministry_officer', scope: whole }, { role: 'host_manager', scope: { kind: 'organisation', id: 'mlr-sti' } }], 'mlr-sti');
    await person(world(), 'imr', [{ role: 'host_manager', scope: { kind: 'organisation', id: 'imr' } }], 'imr');
    await person(world(), 'igcags', [{ role: 'host_manager', scope: { kind: 'organisation', id: 'igcags' } }], 'igcags');
    await person(world(), 'cgs', [{ role: 'regional_officer', scope: { kind: 'organisation', id: 'cgs' } }], 'cgs');
    for (const user of ['wang', 'chen', 'imr', 'igcags', 'cgs']) tokens[user] = world().kunyu('token', 'create', '--user', user).out.trim();
    const advance = (await as('imr').post(`${PLAN}/unit-plans`, { unit: 'imr', year: 0, summary: '成矿作用与资源评价国家重点实验室推进方案' })).expect(201).body;
    (await as('imr').post(`/api/v1/unit-plans/${advance.id}/steps`, { step: 'submit' })).expect(200);
    (await as('wang').post(`/api/v1/unit-plans/${advance.id}/steps`, { step: 'accept' })).expect(200);
    const done = await prove('chen', 22, 0, 'mlr-sti');
    (await as('chen').post(done, { step: 'verify' })).expect(403, 409);
    (await as('wang').post(done, { step: 'verify' })).expect(200);
    await on('2017-12-28');
    await prove('imr', 3, 0, 'imr');
    (await as('imr').post(`/api/v1/milestones/${(await task(4)).milestones[0].id}/evidence`, { unit: 'imr', statement: '不是本单位的任务' })).expect(403, 409, 422);
  });

  it('2018: reports come in time and late, a deadline moves', async () => {
    await on('2018-01-20');
    const waiting = (await as('wang').get(`/api/v1/tasks/${(await task(3)).id}/evidence`)).expect(200).body.items[0];
    expect(await light(3, '2018-01-19')).toBe('red');
    (await as('wang').post(`/api/v1/evidence/${waiting.id}/steps`, { step: 'verify' })).expect(200);
    expect(await light(3, '2018-01-20')).toBe('green');
    for (const unit of ['imr', 'igcags']) await planYear(unit, unit, 2018, [10, 20, 30, 40]);
    await on('2018-04-05');
    expect((await report('imr', 'imr', 2018, 1, 10)).late).toBe(false);
    await on('2018-04-20');
    expect((await report('igcags', 'igcags', 2018, 1, 8)).late).toBe(true);
    await on('2018-06-25');
    const rules = await prove('chen', 23, 0, 'mlr-sti');
    (await as('wang').post(rules, { step: 'verify' })).expect(200);
    await on('2018-10-08');
    await report('imr', 'imr', 2018, 3, 28);
    (await as('igcags').post(`/api/v1/tasks/${(await task(3)).id}/reports`, { unit: 'igcags', year: 2018, cycle: 3, percent: 5, progress: '进展', submit: true })).expect(422);
    await report('igcags', 'igcags', 2018, 3, 9);
    await on('2018-11-20');
    const milestone = (await task(4)).milestones[0];
    const wish = (await as('cgs').post(`/api/v1/milestones/${milestone.id}/extensions`, { unit: 'ikg', new_due: '2019-06-30', reason: '申报通知推迟' })).expect(201).body;
    (await as('wang').post(`/api/v1/extensions/${wish.id}/steps`, { step: 'approve', reason: '同意' })).expect(200);
    expect((await task(4)).milestones[0]).toMatchObject({ due: '2019-06-30', first_due: '2018-12-31' });
    expect(await light(4, '2018-11-19')).toBe('grey');
  });

  it('2019: a unit that stays red gets a slip, which goes up while the server is down and is closed once', async () => {
    await on('2019-01-20');
    for (const unit of ['imr', 'igcags']) await planYear(unit, unit, 2019, [50, 60, 70, 80]);
    await on('2019-06-20');
    const proof = await prove('cgs', 4, 0, 'ikg');
    (await as('wang').post(proof, { step: 'verify' })).expect(200);
    await on('2019-10-08');
    await report('imr', 'imr', 2019, 3, 65);
    const issued = await until('the rule issues a slip', async () => (await slips())[0]);
    expect(issued).toMatchObject({ level: 'blue', state: 'issued', reply_due: '2019-10-18', automatic: true });
    await on('2019-10-25');
    const raised = await until('it goes up', async () => (await slips()).find((one) => one.level === 'orange'));
    expect(raised.reply_due).toBe('2019-11-01');
    await on('2019-10-30');
    const path = `/api/v1/slips/${raised.id}/steps`;
    (await as('imr').post(path, { step: 'reply', statement: '不是本单位的督办单' })).expect(403, 404);
    (await as('igcags').post(path, { step: 'reply', statement: '已增加力量，明年补齐' })).expect(200);
    (await as('wang').post(path, { step: 'close', reason: '措施可行' })).expect(200);
    expect(await slips()).toMatchObject([{ level: 'orange', state: 'closed' }]);
  });

  it('2020: the unit catches up, a task becomes routine', async () => {
    await on('2020-01-20');
    for (const unit of ['imr', 'igcags']) await planYear(unit, unit, 2020, [85, 90, 95, 100]);
    await on('2020-10-08');
    // Nothing was reported meanwhile: three more cycles ended red.
    await until('another three red cycles bring another slip', async () => ((await slips()).length === 2 ? true : undefined));
    const last = (await task(3)).milestones[1].id;
    await report('imr', 'imr', 2020, 3, 95, { begun: [last] });
    await report('igcags', 'igcags', 2020, 3, 90, { begun: [last] });
    await on('2020-12-15');
    const routine = await prove('chen', 23, 1, 'mlr-sti');
    (await as('wang').post(routine, { step: 'verify' })).expect(200);
    expect((await standing('2020-12-31')).tasks[22].light).toMatchObject({ light: 'green', periodic: true });
    expect((await slips()).length, 'none for cycles that brought one before').toBe(2);
  });

  it('the goals stood at the end of each year as worked out by hand, also when asked in 2021', async () => {
    await on('2021-01-05');
    for (const [day, lights] of Object.entries(atTheEndOf)) {
      const body = await standing(day);
      expect([day, body.lights]).toEqual([day, lights]);
      expect([day, body.goals[1].lights]).toEqual([day, secondGoal[day]]);
    }
    expect((await standing('2018-12-31')).tasks[2]).toMatchObject({ planned: 30, reported: 18.5, behind: 11.5 });
    expect((await standing('2019-12-31')).tasks[2]).toMatchObject({ planned: 70, reported: 37, behind: 33 });
    expect(world().kunyu('verify')).toMatchObject({ code: 0 });
  });

  it('the report of a year and the dossier of a task go out as documents that open', async () => {
    const pdf = (await as('wang').get(`${PLAN}/report`, { query: { format: 'pdf', as_of: '2019-12-31' } })).expect(200);
    expect(new TextDecoder().decode(pdf.bytes.subarray(0, 5))).toBe('%PDF-');
    const docx = (await as('wang').get(`${PLAN}/report`, { query: { format: 'docx', as_of: '2019-12-31' } })).expect(200);
    expect(new TextDecoder().decode(docx.bytes.subarray(0, 2))).toBe('PK');
    const dossier = (await as('wang').get(`/api/v1/tasks/${(await task(3)).id}/dossier`, { query: { format: 'pdf' } })).expect(200);
    expect(dossier.bytes.length).toBeGreaterThan(5_000);
  });
});
