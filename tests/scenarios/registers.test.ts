// The registers of plan supervision: inspections, commitments, regulations, meetings, suggestions.
import { beforeAll, expect, it } from 'vitest';
import type { Client } from './support/client.ts';
import { cast, person, upload, type Cast } from './support/cast.ts';
import { scenario } from './support/suite.ts';

const NASTY = `x'); DROP TABLE inspection; --<script>alert(1)</script>`;

scenario('registers', (world) => {
  let people: Cast;
  let stranger: Client;
  let today: string;
  let tomorrow: string;
  let yesterday: string;

  beforeAll(async () => {
    people = await cast(world());
    stranger = await person(world(), 'sun.bie', [{ role: 'host_manager', scope: { kind: 'organisation', id: 'gmgs' } }], 'gmgs');
    today = (await world().anyone.get('/api/v1/site')).expect(200).body.today;
    const shifted = (days: number): string => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
    tomorrow = shifted(1);
    yesterday = shifted(-1);
  });
  const unit = (): number => people.hostOrganisation.id;
  const todos = async (client: Client, kind: string): Promise<any[]> => (await client.all('/api/v1/todos', { state: 'waiting' })).filter((todo) => todo.kind === kind);

  it('an inspection demands, the unit mends, the ministry confirms', async () => {
    const photo = await upload(people.officer, '现场照片.pdf');
    const made = (
      await people.officer.post('/api/v1/inspections', {
        plan: 'plan-2017', inspected_on: today, inspectors: '王处长', findings: NASTY, units: [unit()], tasks: [22, 23], attachments: [photo.id],
        demands: [{ unit: unit(), wording: '补齐观测记录', due_on: today }],
      })
    ).expect(201);
    const path = `/api/v1/inspections/${made.body.id}`;
    expect(made.body).toMatchObject({ findings: NASTY, state: 'open', sample: false });
    expect(made.body.tasks.map((task: any) => task.number)).toEqual([22, 23]);
    const demand = made.body.demands[0].id as number;
    expect((await todos(people.host, 'inspection.mend'))[0]).toMatchObject({ subject: { kind: 'inspection_demand', id: demand }, due_on: today, overdue: false });
    expect((await people.host.all('/api/v1/inspections', { demand })).map((one) => one.id)).toEqual([made.body.id]);
    expect(await people.officer.all('/api/v1/inspections', { state: 'overdue', as_of: today })).toEqual([]);
    expect(await people.officer.all('/api/v1/inspections', { as_of: yesterday })).toEqual([]);
    expect((await people.officer.get(path, { query: { as_of: tomorrow } })).expect(200).body.demands[0].state).toBe('overdue');

    (await stranger.get(path)).expect(404);
    (await stranger.get(`/api/v1/files/${photo.id}`)).expect(404);
    (await people.host.get(`/api/v1/files/${photo.id}`)).expect(200);
    (await stranger.post(`${path}/steps`, { demand, step: 'report', statement: '冒名' })).expect(404);
    expect(await stranger.all('/api/v1/inspections')).toEqual([]);

    const proof = await upload(people.host, '整改报告.pdf');
    (await people.host.post(`${path}/steps`, { demand, step: 'confirm' })).expect(403);
    (await people.officer.post(`${path}/steps`, { demand, step: 'report', statement: '代报' })).expect(403);
    (await people.host.post(`${path}/steps`, { demand, step: 'report', statement: '已补齐', attachments: [proof.id] }, { ifMatch: '"9"' })).expect(412);
    const reported = (await people.host.post(`${path}/steps`, { demand, step: 'report', statement: '已补齐', attachments: [proof.id] }, { ifMatch: made.etag })).expect(200).body;
    expect(reported.demands[0]).toMatchObject({ state: 'reported', attachments: [{ id: proof.id }] });
    expect((await people.host.post(`${path}/steps`, { demand, step: 'report', statement: '再报' })).expect(409).code).toBe('registers.step_not_open');
    (await people.officer.post(`${path}/steps`, { demand, step: 'return' })).expect(422);
    const settled = (await people.officer.post(`${path}/steps`, { demand, step: 'confirm' })).expect(200).body;
    expect(settled.state).toBe('settled');
    (await people.officer.post(`${path}/steps`, { demand: 7, step: 'report', statement: 'x' })).expect(404);

    (await people.officer.patch(path, { findings: '改' })).expect(428);
    expect((await people.officer.patch(path, { findings: '改' }, { ifMatch: made.etag })).expect(412).body.code).toBe('identity.version_conflict');
    const current = await people.officer.get(path);
    expect((await people.officer.patch(path, { demands: [] }, { ifMatch: current.etag })).expect(422).body.fields[0]).toMatchObject({ path: '/demands', code: 'registers.assignment_under_way' });
    (await people.officer.post('/api/v1/inspections', { plan: 'no-plan', inspected_on: tomorrow, inspectors: '王', findings: 'x', units: [] })).expect(422);
  });

  it('the ledger knows what is promised, due, delivered and unknown', async () => {
    const money = { plan: 'plan-2017', promised_by: unit(), kind: 'money', task: 30, what: '运行经费' };
    const due = (await people.host.post('/api/v1/commitments', { ...money, amount: 12_345_678, due_on: today })).expect(201);
    (await people.host.post('/api/v1/commitments', { ...money })).expect(201);
    expect((await people.host.post('/api/v1/commitments', { ...money, amount: 0 })).expect(422).body.fields[0]).toMatchObject({ path: '/amount' });
    (await people.host.post('/api/v1/commitments', { ...money, task: null })).expect(422);
    (await stranger.post('/api/v1/commitments', money)).expect(403);
    const path = `/api/v1/commitments/${due.body.id}`;
    expect(due.body).toMatchObject({ state: 'not_due', unit: 'fen', delivered: null, steps: ['edit', 'deliver'] });
    expect((await people.host.get(path, { query: { as_of: tomorrow } })).body.state).toBe('overdue');
    expect((await people.officer.get(path)).body.steps).toEqual(['edit', 'deliver', 'remove']);
    (await stranger.get(path)).expect(404);

    const receipt = await upload(people.host, '到账凭证.pdf');
    const some = (await people.host.post(`${path}/deliveries`, { delivered_on: today, amount: 12_345_677, attachments: [receipt.id] })).expect(200).body;
    expect(some).toMatchObject({ state: 'partly', delivered: 12_345_677 });
    (await people.host.post(`${path}/deliveries`, { delivered_on: tomorrow, amount: 1 })).expect(422);
    const more = (await people.host.post(`${path}/deliveries`, { delivered_on: today, amount: 2 })).expect(200);
    expect(more.body).toMatchObject({ state: 'delivered', delivered: 12_345_679 });
    const totals = (await people.officer.get('/api/v1/commitments/totals', { query: { by: 'host', as_of: today } })).expect(200).body;
    expect(totals.items).toEqual([expect.objectContaining({ host: expect.objectContaining({ id: unit() }), kind: 'money', commitments: 2, unknown: 1, promised: 12_345_678, due: 12_345_678, delivered: 12_345_679, overdue: 0 })]);
    const byProvince = (await people.officer.get('/api/v1/commitments/totals', { query: { by: 'province' } })).expect(200).body.items;
    expect(byProvince[0].province.code).toBe('61');
    expect((await stranger.get('/api/v1/commitments/totals', { query: { by: 'host' } })).expect(200).body.items).toEqual([]);

    const mistake = more.body.deliveries.find((one: any) => one.amount === 2).id as number;
    (await people.host.delete(`${path}/deliveries/${mistake}`, { ifMatch: more.etag })).expect(422);
    (await people.host.delete(`${path}/deliveries/${mistake}`, { query: { reason: '填错' } })).expect(428);
    const mended = (await people.host.delete(`${path}/deliveries/${mistake}`, { query: { reason: '填错' }, ifMatch: more.etag })).expect(200);
    expect(mended.body.state).toBe('partly');
    (await people.host.delete(path, { query: { reason: '重复' }, ifMatch: mended.etag })).expect(403);
    (await people.officer.delete(path, { query: { reason: '重复' }, ifMatch: mended.etag })).expect(204);
    (await people.officer.get(path)).expect(404);
  });

  it('regulations that tasks ask for are drafted, issued to all, and replaced', async () => {
    const asked = await people.officer.all('/api/v1/regulations', { state: 'asked_for', plan: 'plan-2017' });
    expect(asked.length).toBe(8);
    expect(asked.every((one) => one.basis === 'official')).toBe(true);
    expect(await world().anyone.all('/api/v1/regulations')).toEqual([]);
    const path = `/api/v1/regulations/${asked[0].id}`;
    (await world().anyone.get(path)).expect(404);
    (await people.host.get(path)).expect(404);
    (await people.officer.post(`${path}/steps`, { step: 'draft', on: '2017-11-20' })).expect(200);
    (await people.officer.post(`${path}/steps`, { step: 'consult', on: '2017-11-19' })).expect(422);
    (await people.officer.post(`${path}/steps`, { step: 'consult', on: '2017-12-01' })).expect(200);
    (await people.officer.post(`${path}/steps`, { step: 'issue', on: '2017-12-28' })).expect(422);
    const issued = (await people.officer.post(`${path}/steps`, { step: 'issue', on: '2017-12-28', document_number: '国土资厅发〔2017〕45号' })).expect(200).body;
    expect(issued).toMatchObject({ state: 'issued', in_force: true, valid_from: '2017-12-28' });
    const shown = (await world().anyone.get(path)).expect(200).body;
    expect(shown).toMatchObject({ created_by: null, steps: [] });
    expect(shown.history.map((one: any) => one.state)).toEqual(['issued']);
    expect((await world().anyone.all('/api/v1/regulations', { as_of: '2017-12-27' })).length).toBe(0);
    expect((await people.officer.all('/api/v1/regulations', { as_of: '2017-12-27', state: 'consultation' })).length).toBe(1);

    const fresh = (await people.officer.post('/api/v1/regulations', { plan: 'plan-2017', on: '2020-09-01', kind: 'measure', title: { zh: NASTY }, tasks: [22] })).expect(201).body;
    (await people.officer.post(`/api/v1/regulations/${fresh.id}/steps`, { step: 'issue', on: '2020-11-02', document_number: '自然资办发〔2020〕49号' })).expect(200);
    const replaced = (await people.officer.post(`${path}/steps`, { step: 'supersede', on: '2020-11-02', successor: fresh.id })).expect(200).body;
    expect(replaced).toMatchObject({ state: 'superseded', in_force: false, successor: { id: fresh.id, title: { zh: NASTY } } });
    expect((await world().anyone.all('/api/v1/regulations', { in_force: true })).map((one) => one.id)).toEqual([fresh.id]);
    (await people.host.post('/api/v1/regulations', { plan: 'plan-2017', on: today, kind: 'other', title: { zh: '某办法' } })).expect(403);
  });

  it('a meeting charges units, which report and are confirmed', async () => {
    const made = (
      await people.officer.post('/api/v1/meetings', {
        plan: 'plan-2017', held_on: yesterday, title: '协调小组会议', place: '北京', chair: '王处长', units: ['mlr-sti'], agenda: ['听取进展'], decisions: ['加快建设'], minutes: NASTY,
        actions: [{ unit: unit(), wording: '报送方案', due_on: yesterday }],
      })
    ).expect(201).body;
    const path = `/api/v1/meetings/${made.id}`;
    expect(made).toMatchObject({ state: 'overdue', minutes: NASTY, actions: [{ state: 'overdue' }] });
    expect((await people.host.all('/api/v1/meetings', { state: 'overdue' })).map((one) => one.id)).toEqual([made.id]);
    (await stranger.get(path)).expect(404);
    const steps = `${path}/actions/${made.actions[0].id}/steps`;
    (await people.officer.post(steps, { step: 'report', statement: '代报' })).expect(403);
    (await people.host.post(steps, { step: 'report', statement: '已报送' })).expect(200);
    expect((await todos(people.officer, 'meeting.record')).length).toBe(1);
    (await people.host.post(steps, { step: 'confirm' })).expect(403);
    (await people.officer.post(steps, { step: 'return', statement: '缺附件' })).expect(200);
    (await people.host.post(steps, { step: 'report', statement: '已补附件' })).expect(200);
    expect((await people.officer.post(steps, { step: 'confirm' })).expect(200).body.state).toBe('settled');
    (await people.officer.post(`${path}/actions/7/steps`, { step: 'confirm' })).expect(404);
    expect((await people.officer.post('/api/v1/meetings', { plan: 'plan-2017', held_on: tomorrow, title: '下次会议', units: ['mlr-sti'], decisions: ['早了'] })).expect(422).body.fields[0].path).toBe('/decisions');
    (await people.host.post('/api/v1/meetings', { plan: 'plan-2017', held_on: today, title: '冒名', units: [unit()] })).expect(403);
  });

  it('a suggestion of a unit is answered once', async () => {
    const given = (await people.host.post('/api/v1/suggestions', { plan: 'plan-2017', unit: unit(), task: 22, wording: NASTY })).expect(201).body;
    const path = `/api/v1/suggestions/${given.id}`;
    expect(given).toMatchObject({ state: 'given', wording: NASTY, steps: [] });
    (await stranger.get(path)).expect(404);
    (await stranger.post('/api/v1/suggestions', { plan: 'plan-2017', unit: unit(), wording: '冒名' })).expect(403);
    (await people.host.post(`${path}/steps`, { step: 'answer', outcome: 'adopted', answer: '自问自答' })).expect(403);
    expect((await people.officer.get(path)).body.steps).toEqual(['answer']);
    const answered = (await people.officer.post(`${path}/steps`, { step: 'answer', outcome: 'partly', answer: '部分采纳' })).expect(200).body;
    expect(answered).toMatchObject({ state: 'answered', outcome: 'partly', answer: '部分采纳' });
    expect((await people.officer.post(`${path}/steps`, { step: 'answer', outcome: 'adopted', answer: '再答' })).expect(409).code).toBe('registers.suggestion_answered');
    expect((await people.host.all('/api/v1/suggestions', { state: 'answered' })).length).toBe(1);
  });

  it('every step stands in the record', async () => {
    for (const kind of ['inspection', 'commitment', 'regulation', 'meeting', 'suggestion']) {
      const entries = (await world().admin.get('/api/v1/audit', { query: { subject: kind } })).expect(200).body.items;
      expect(entries.length, kind).toBeGreaterThan(1);
    }
  });
});
