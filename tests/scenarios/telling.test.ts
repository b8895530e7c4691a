// What people are told of the plan's work as the days go by: once each, however often the server is started and the
// hourly job looks, and after downtime what was missed.
import { expect, it } from 'vitest';
import { person } from './support/cast.ts';
import { Client } from './support/client.ts';
import { until } from './support/poll.ts';
import { scenarioOn } from './support/suite.ts';

const PLAN = '/api/v1/plans/plan-2017';

scenarioOn('2017-12-20', 'what people are told of the plan', (world) => {
  const tokens: Record<string, string> = {};
  const as = (user: string): Client => Client.withToken(world().url, tokens[user]!);
  const admin = (): Client => Client.withToken(world().url, world().adminToken);
  /** Starts the server on the day and waits until supervision has looked once more. */
  const lookOn = async (day: string): Promise<void> => {
    await world().servers.at(-1)!.stop();
    await world().serve(['--now', day]);
    const since = new Date(`${day}T00:00:00+08:00`).getTime();
    await until(`supervision looks on ${day}`, async () => {
      const jobs = (await admin().all('/api/v1/jobs', { kind: 'programme.supervise' })) as { state: string; created_at: string }[];
      const here = jobs.filter((job) => new Date(job.created_at).getTime() >= since - 3_600_000);
      return here.length > 0 && here.every((job) => job.state === 'done') ? true : undefined;
    });
  };
  const told = async (user: string, kind: string): Promise<any[]> => (await as(user).all('/api/v1/notifications', { kind: `programme.${kind}` }));
  const unread = async (user: string, kind: string): Promise<any[]> => (await told(user, kind)).filter((one) => one.read_at === null);
  const task = async (number: number): Promise<any> => (await as('wang').get(`${PLAN}/tasks`)).expect(200).body.items[number - 1];

  it('the people are there, and each can set how he is told', async () => {
    await person(world(), 'wang', [{ role: 'ministry_officer', scope: { kind: 'all' } }], 'mlr-sti');
    await person(world(), 'imr', [{ role: 'host_manager', scope: { kind: 'organisation', id: 'imr' } }], 'imr');
    for (const user of ['wang', 'imr']) tokens[user] = world().kunyu('token', 'create', '--user', user).out.trim();
    const kinds = (await as('imr').get('/api/v1/me/notification-settings')).expect(200).body.kinds;
    for (const kind of ['report_due_soon', 'report_returned', 'extension_requested', 'task_red'])
      expect(kinds.find((one: { kind: string }) => one.kind === `programme.${kind}`)).toMatchObject({ in_inbox: true });
  });

  it('tasks whose day has passed turn red, which the ministry is told once', async () => {
    await lookOn('2017-12-31');
    expect(await told('wang', 'task_red')).toEqual([]);
    await lookOn('2018-01-01');
    const red = (await as('wang').get(`${PLAN}/standing`)).expect(200).body.tasks.filter((one: any) => one.light.light === 'red');
    expect(red.length).toBeGreaterThan(5);
    const news = await told('wang', 'task_red');
    expect(news.map((one) => one.subject.id).sort()).toEqual(red.map((one: any) => one.id).sort());
    expect(news.every((one) => one.link === `/tasks/${one.subject.id}` && one.text.zh !== '' && one.text.en !== '')).toBe(true);
    await lookOn('2018-01-01');
    await lookOn('2018-01-02');
    expect((await told('wang', 'task_red')).length).toBe(news.length);
    expect(await told('imr', 'task_red')).toEqual([]);
  });

  it('a report is reminded of seven days before it is due, also after downtime, once', async () => {
    expect(await told('imr', 'report_due_soon')).toEqual([]);
    await lookOn('2018-01-05');
    const first = await told('imr', 'report_due_soon');
    expect(first).toMatchObject([{ link: '/programme/reports/expected', kind_name: { en: 'Progress report due soon' } }]);
    expect(first[0].title.zh).toContain('2017Q4');
    expect(first[0].text.en).toContain('2018-01-10');
    await lookOn('2018-01-05');
    await lookOn('2018-01-06');
    expect(await told('imr', 'report_due_soon')).toHaveLength(1);
    expect((await as('imr').all('/api/v1/notifications', {})).filter((one: any) => one.kind.startsWith('todo.'))).toEqual([]);
    await lookOn('2018-04-03');
    expect(await told('imr', 'report_due_soon')).toHaveLength(2);
    expect(await told('imr', 'report_late')).toEqual([]);
    await lookOn('2018-04-11');
    await lookOn('2018-04-11');
    expect(await told('imr', 'report_late')).toHaveLength(1);
  });

  it('a returned report tells who reports, until it is handed in again', async () => {
    const made = (await as('imr').post(`/api/v1/tasks/${(await task(3)).id}/reports`, { unit: 'imr', year: 2018, cycle: 1, percent: 10, progress: '进展', submit: true })).expect(201).body;
    (await as('wang').post(`/api/v1/reports/${made.id}/steps`, { step: 'return', reason: '请补充' })).expect(200);
    expect(await unread('imr', 'report_returned')).toMatchObject([{ link: `/programme/reports/${made.id}`, subject: { kind: 'progress_report', id: made.id } }]);
    (await as('imr').post(`/api/v1/reports/${made.id}/steps`, { step: 'submit' })).expect(200);
    expect(await unread('imr', 'report_returned')).toEqual([]);
  });

  it('a request for more time tells who decides, until it is decided', async () => {
    const milestone = (await task(3)).milestones.at(-1);
    const wish = (await as('imr').post(`/api/v1/milestones/${milestone.id}/extensions`, { unit: 'imr', new_due: '2021-06-30', reason: '设备到货推迟' })).expect(201).body;
    expect(await unread('wang', 'extension_requested')).toMatchObject([{ subject: { kind: 'extension_request', id: wish.id } }]);
    expect((await as('wang').all('/api/v1/notifications', { kind: 'todo.opened' })).filter((one: any) => one.subject.id === wish.id)).toEqual([]);
    (await as('wang').post(`/api/v1/extensions/${wish.id}/steps`, { step: 'approve', reason: '同意' })).expect(200);
    expect(await unread('wang', 'extension_requested')).toEqual([]);
    expect(world().kunyu('verify')).toMatchObject({ code: 0 });
  });
});
