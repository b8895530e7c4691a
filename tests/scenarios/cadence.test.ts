// The cadence of reporting and the names of sections, as the interface gives them.
import { beforeAll, expect, it } from 'vitest';
import { person } from './support/cast.ts';
import { Client } from './support/client.ts';
import { scenarioOn } from './support/suite.ts';

const PLAN = '/api/v1/plans/plan-2017';

scenarioOn('2018-04-05', 'the setting of a plan', (world) => {
  const admin = (): Client => Client.withToken(world().url, world().adminToken);
  let officer: Client;
  let unit: Client;
  const change = async (wish: Record<string, unknown>) => {
    const { etag } = (await officer.get(PLAN)).expect(200);
    return officer.patch(PLAN, { reason: '按月调度', ...wish }, { ifMatch: etag });
  };

  beforeAll(async () => {
    officer = await person(world(), 'wang', [{ role: 'ministry_officer', scope: { kind: 'all' } }], 'mlr-sti');
    unit = await person(world(), 'imr', [{ role: 'host_manager', scope: { kind: 'organisation', id: 'imr' } }], 'imr');
    const task = (await officer.get(`${PLAN}/tasks`)).expect(200).body.items[2];
    (await unit.post(`/api/v1/tasks/${task.id}/reports`, { unit: 'imr', year: 2018, cycle: 1, percent: 10, progress: '进展', submit: true })).expect(201);
  }, 120_000);

  it('a year with reports keeps its cadence, and the refusal says from when a new one can hold', async () => {
    const refused = (await change({ cycle: 'monthly' })).expect(409).body;
    expect(refused).toMatchObject({ code: 'programme.cycle_in_use', params: { year: '2018', from: '2019' } });
    expect(refused.detail).toContain('2019');
    (await change({ cycle: 'monthly', cycle_from: 2017 })).expect(422);
    (await change({ cycle_from: 2019 })).expect(422);
    expect((await officer.get(PLAN)).body).toMatchObject({ cycle: 'quarterly', cycle_changes: [] });
  });

  it('from a later year on it changes, and what was reported keeps its name', async () => {
    expect((await change({ cycle: 'monthly', cycle_from: 2019 })).expect(200).body).toMatchObject({ cycle: 'quarterly', cycle_changes: [{ from: 2019, cycle: 'monthly' }] });
    expect((await officer.get(PLAN, { query: { as_of: '2019-01-01' } })).expect(200).body.cycle).toBe('monthly');
    expect((await officer.get('/api/v1/reports')).expect(200).body.items).toMatchObject([{ label: '2018Q1' }]);
    await world().servers.at(-1)!.stop();
    await world().serve(['--now', '2019-02-05']);
    const owed = (await admin().get('/api/v1/reports/expected', { query: { unit: 'imr' } })).expect(200).body.items;
    expect([...new Set(owed.map((one: any) => one.label))]).toEqual(['2018Q4', '2019-01']);
  });

  it('sections have names in both languages', async () => {
    const first = (await admin().get(`${PLAN}/tasks`)).expect(200).body.items[0];
    expect(first).toMatchObject({ section: '国家实验室', section_name: { zh: '国家实验室', en: 'National laboratories' } });
    const { sections } = (await admin().get(`${PLAN}/standing`)).expect(200).body;
    expect(sections).toHaveLength(12);
    for (const one of sections) {
      expect(one.section_name.zh).toBe(one.section);
      expect(one.section_name.en).toMatch(/^[A-Z][a-z -]+$/i);
    }
  });
});
