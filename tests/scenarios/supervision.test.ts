// The work under a plan over HTTP: planned, reported, proved, extended, demanded.
import { beforeAll, expect, it } from 'vitest';
import { person, upload } from './support/cast.ts';
import type { Client } from './support/client.ts';
import { parseCsv } from './support/sheets.ts';
import { scenarioOn } from './support/suite.ts';

scenarioOn('2018-04-05', 'the work under a plan', (world) => {
  let officer: Client;
  let unit: Client;
  let stranger: Client;
  let task: any;

  beforeAll(async () => {
    officer = await person(world(), 'wang.keji', [{ role: 'ministry_officer', scope: { kind: 'all' } }], 'mlr-sti');
    unit = await person(world(), 'li.kancha', [{ role: 'host_manager', scope: { kind: 'organisation', id: 'clspi' } }], 'clspi');
    stranger = await person(world(), 'sun.bie', [{ role: 'host_manager', scope: { kind: 'organisation', id: 'lcrc' } }], 'lcrc');
    task = (await unit.get('/api/v1/plans/plan-2017/tasks')).expect(200).body.items.find((one: any) => one.number === 10);
  });
  const step = (client: Client, path: string, body: Record<string, unknown>) => client.post(`${path}/steps`, body);
  const exported = async (client: Client, path: string): Promise<string[][]> => parseCsv((await client.get(`${path}/export`, { query: { format: 'csv' } })).expect(200).text);

  it('a unit plans its year, the ministry accepts it, and it is in force while it is revised', async () => {
    const planned = (last: number) => [{ task: task.id, planned: [10, 20, 30, last], goals: [{ title: '完成选址', weight: 60, cycle: 2 }, { title: '完成勘测', weight: 40, cycle: 4 }] }];
    const plan = (await unit.post('/api/v1/plans/plan-2017/unit-plans', { year: 2018, tasks: planned(40) })).expect(201);
    const path = `/api/v1/unit-plans/${plan.body.id}`;
    expect(plan.body).toMatchObject({ state: 'draft', in_force: null, unit: { slug: 'clspi' } });
    (await unit.post('/api/v1/plans/plan-2017/unit-plans', { year: 2018 })).expect(409);
    (await unit.patch(path, { summary: '分步推进' })).expect(428);
    const saved = (await unit.patch(path, { summary: '分步推进' }, { ifMatch: plan.etag })).expect(200);
    expect((await unit.patch(path, { summary: '另一版' }, { ifMatch: plan.etag })).expect(412).body.current.summary).toBe(saved.body.summary);
    (await step(unit, path, { step: 'submit' })).expect(200);
    (await step(officer, path, { step: 'return' })).expect(422);
    (await step(officer, path, { step: 'accept' })).expect(200);
    const revised = (await step(unit, path, { step: 'revise' })).expect(200);
    (await unit.patch(path, { tasks: planned(50) }, { ifMatch: revised.etag })).expect(200);
    expect((await officer.get(path)).expect(200).body.in_force.tasks[0].planned).toEqual([10, 20, 30, 40]);
    (await stranger.get(path)).expect(404);
    expect((await officer.get('/api/v1/plans/plan-2017/unit-plans', { query: { year: 2018 } })).expect(200).body.items).toHaveLength(1);
    expect(await exported(officer, '/api/v1/plans/plan-2017/unit-plans')).toHaveLength(2);
  });

  it('a unit reports on a cycle; two who edit see both versions; the ministry returns and accepts', async () => {
    const owed = (await unit.get('/api/v1/reports/expected')).expect(200).body.items;
    expect(owed.map((one: any) => [one.task.number, one.label, one.state])).toContainEqual([10, '2018Q1', 'due']);
    const all = `/api/v1/tasks/${task.id}/reports`;
    (await unit.post(all, { year: 2018, cycle: 1, percent: 101 })).expect(422);
    (await unit.post(all, { year: 2018, cycle: 3 })).expect(409);
    (await unit.post(all, { year: 2017, cycle: 4 })).expect(409);
    (await stranger.post(all, { year: 2018, cycle: 1 })).expect(403);
    const draft = (await unit.post(all, { year: 2018, cycle: 1, percent: 5 })).expect(201);
    const path = `/api/v1/reports/${draft.body.id}`;
    (await unit.post(all, { year: 2018, cycle: 1 })).expect(409);
    (await step(unit, path, { step: 'submit' })).expect(422);
    const file = await upload(unit, '进展.pdf');
    (await unit.patch(path, { percent: 8, progress: '完成选址', money_fen: 120_000_000, begun: [task.milestones[0].id], files: [file.id] }, { ifMatch: draft.etag })).expect(200);
    const stale = (await unit.patch(path, { percent: 9 }, { ifMatch: draft.etag })).expect(412);
    expect(stale.body.current.percent).toBe(8);
    (await step(unit, path, { step: 'submit' })).expect(200);
    (await unit.patch(path, { percent: 9 }, { ifMatch: '"3"' })).expect(409);
    expect((await officer.all('/api/v1/todos')).map((todo) => todo.subject.id)).toContain(draft.body.id);
    (await step(officer, path, { step: 'return', reason: '补充经费说明' })).expect(200);
    (await step(unit, path, { step: 'submit' })).expect(200);
    (await step(officer, path, { step: 'accept' })).expect(200);
    const seen = (await officer.get(path)).expect(200).body;
    expect(seen.history.map((one: any) => one.step)).toEqual(['submit', 'return', 'submit', 'accept']);
    expect(seen).toMatchObject({ late: false, due_on: '2018-04-10', closes_on: '2018-05-15', label: '2018Q1' });
    (await officer.get(`/api/v1/files/${file.id}`)).expect(200);
    (await stranger.get(path)).expect(404);
    expect((await stranger.get('/api/v1/reports')).expect(200).body.items).toEqual([]);
    expect((await officer.get('/api/v1/reports', { query: { plan: 'plan-2017', task: task.id, unit: 'clspi', year: 2018, cycle: 1, state: 'accepted', late: false } })).expect(200).body.items).toHaveLength(1);
    expect(await exported(officer, '/api/v1/reports')).toHaveLength(2);
    const next = (await unit.post(all, { year: 2018, cycle: 2 })).expect(201).body;
    expect(next).toMatchObject({ percent: 8, progress: '完成选址', money_fen: null, state: 'draft' });
  });

  it('evidence is verified by somebody else, and can be taken back', async () => {
    const milestone = task.milestones[0];
    const file = await upload(unit, '申报方案.pdf');
    (await stranger.post(`/api/v1/milestones/${milestone.id}/evidence`, { statement: '已报送' })).expect(403);
    const evidence = (await unit.post(`/api/v1/milestones/${milestone.id}/evidence`, { statement: '已报送申报方案', files: [file.id] })).expect(201).body;
    const path = `/api/v1/evidence/${evidence.id}`;
    expect((await officer.get(path)).expect(200).body.steps).toEqual(['verify', 'refuse']);
    (await step(officer, path, { step: 'verify' })).expect(200);
    (await step(officer, path, { step: 'verify' })).expect(409);
    expect((await unit.get(`/api/v1/milestones/${milestone.id}`)).expect(200).body.state).toBe('verified');
    (await step(officer, path, { step: 'revoke', reason: '方案有误' })).expect(200);
    expect((await unit.get(`/api/v1/milestones/${milestone.id}`)).expect(200).body.state).not.toBe('verified');
    expect((await officer.get(`/api/v1/tasks/${task.id}/evidence`)).expect(200).body.items).toHaveLength(1);
    expect(await exported(officer, `/api/v1/tasks/${task.id}/evidence`)).toHaveLength(2);
    (await officer.post(`/api/v1/milestones/${milestone.id}/evidence`, { unit: 'clspi', statement: '代为提交' })).expect(403);
    const own = (await world().admin.post(`/api/v1/milestones/${milestone.id}/evidence`, { unit: 'clspi', statement: '代为提交' })).expect(201).body;
    (await step(world().admin, `/api/v1/evidence/${own.id}`, { step: 'verify' })).expect(403);
  });

  it('more time is asked for and granted, and the deadline moves from that day on', async () => {
    const milestone = task.milestones[0];
    const all = `/api/v1/milestones/${milestone.id}/extensions`;
    (await unit.post(all, { new_due: '2018-12-31', reason: '未晚于现期限' })).expect(422);
    const wanted = (await unit.post(all, { new_due: '2019-06-30', reason: '用地手续未办结' })).expect(201).body;
    (await unit.post(all, { new_due: '2019-09-30', reason: '再申请' })).expect(409);
    const path = `/api/v1/extensions/${wanted.id}`;
    (await stranger.get(path)).expect(404);
    (await step(unit, path, { step: 'approve' })).expect(403);
    (await step(officer, path, { step: 'approve' })).expect(200);
    expect((await unit.get(path)).expect(200).body).toMatchObject({ state: 'approved', due_then: '2018-12-31' });
    expect((await unit.get(`/api/v1/milestones/${milestone.id}`)).expect(200).body).toMatchObject({ due: '2019-06-30', first_due: '2018-12-31' });
    expect((await officer.get('/api/v1/extensions', { query: { plan: 'plan-2017', state: 'approved' } })).expect(200).body.items).toHaveLength(1);
    expect(await exported(officer, '/api/v1/extensions')).toHaveLength(2);
  });

  it('a slip is issued, answered, returned, answered and closed', async () => {
    (await unit.post('/api/v1/slips', { task: task.id, unit: 'clspi', demand: '请说明' })).expect(403);
    (await officer.post('/api/v1/slips', { task: task.id, unit: 'lcrc', demand: '请说明' })).expect(422);
    const file = await upload(officer, '督办.pdf');
    const slip = (await officer.post('/api/v1/slips', { task: task.id, unit: 'clspi', demand: '请说明滞后原因', files: [file.id] })).expect(201).body;
    expect(slip).toMatchObject({ level: 'blue', number: 1, year: 2018, reply_due: '2018-04-15', automatic: false });
    const path = `/api/v1/slips/${slip.id}`;
    (await stranger.get(path)).expect(404);
    (await step(unit, path, { step: 'reply' })).expect(422);
    (await step(unit, path, { step: 'reply', statement: '受汛期影响' })).expect(200);
    (await step(officer, path, { step: 'return', reason: '缺时限' })).expect(422);
    (await step(officer, path, { step: 'return', reason: '缺时限', reply_due: '2018-04-20' })).expect(200);
    (await step(unit, path, { step: 'reply', statement: '六月底前完成' })).expect(200);
    (await step(officer, path, { step: 'close', reason: '已落实' })).expect(200);
    expect((await unit.get(path)).expect(200).body.events.map((one: any) => one.kind)).toEqual(['issued', 'replied', 'returned', 'replied', 'closed']);
    expect((await officer.get('/api/v1/slips', { query: { plan: 'plan-2017', unit: 'clspi', state: 'closed', level: 'blue' } })).expect(200).body.items).toHaveLength(1);
    expect(await exported(officer, '/api/v1/slips')).toHaveLength(2);
  });

  it('all of it stands in the record, whose chain is whole', async () => {
    const kinds = new Set((await world().admin.all('/api/v1/audit')).map((entry) => entry.subject.kind));
    for (const kind of ['unit_plan', 'progress_report', 'milestone_evidence', 'extension_request', 'slip']) expect(kinds).toContain(kind);
    expect(world().kunyu('verify')).toMatchObject({ code: 0 });
  });
});
