// Twenty approvals at once for one free place, through every process there is, give one approval.
import { expect, it } from 'vitest';
import { arguedApplication, cast, layoutRow, step, type Cast } from './support/cast.ts';
import { postgresql } from './support/engines.ts';
import { scenario } from './support/suite.ts';

const CENTRE = 'ministry-technology-platform';
const FIELD = 'info-eng';
const DAY = '2018-06-01';

scenario('twenty approvals for one free place', (world, engine) => {
  let people: Cast;

  it('one is approved, nineteen are refused, the count is the number', async () => {
    if (engine === postgresql) await world().serve();
    people = await cast(world());
    const approve = { step: 'approve', effective_on: DAY, document_number: '国土资函〔2018〕1号' };
    let row = await layoutRow(world().anyone, DAY, CENTRE, FIELD);
    for (let number = 1; row.free > 1; number += 1) {
      (await step(people.officer, await arguedApplication(people, `先批平台${number}`, CENTRE, FIELD), approve)).expect(200);
      row = await layoutRow(world().anyone, DAY, CENTRE, FIELD);
    }
    const waiting: number[] = [];
    for (let number = 1; number <= 20; number += 1) waiting.push(await arguedApplication(people, `候批平台${number}`, CENTRE, FIELD));

    const addresses = world().servers.map((server) => server.url);
    const answers = await Promise.all(waiting.map((id, index) => step(people.officer.at(addresses[index % addresses.length]!), id, approve)));

    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    const refused = answers.filter((answer) => answer.status === 409);
    expect(refused).toHaveLength(19);
    expect(new Set(refused.map((answer) => answer.code))).toEqual(new Set(['registry.field_full']));
    for (const address of addresses) {
      expect(await layoutRow(people.officer.at(address), DAY, CENTRE, FIELD)).toMatchObject({ counted: 4, free: 0, over: 0 });
    }
    const verified = world().kunyu('verify');
    expect(verified, verified.err).toMatchObject({ code: 0 });
  });

  it('one application approved twenty times at once is one platform', async () => {
    const before = await layoutRow(world().anyone, DAY, CENTRE, 'explor-eng');
    const id = await arguedApplication(people, '多次点击的平台', CENTRE, 'explor-eng');
    const addresses = world().servers.map((server) => server.url);
    const approve = { step: 'approve', effective_on: DAY, document_number: '国土资函〔2018〕2号' };
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => step(people.officer.at(addresses[index % addresses.length]!), id, approve)));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect(await layoutRow(world().anyone, DAY, CENTRE, 'explor-eng')).toMatchObject({ counted: before.counted + 1 });
  });

  it('the same Idempotency-Key sent ten times at once makes one thing', async () => {
    const addresses = world().servers.map((server) => server.url);
    const body = { title: { zh: '重复提交的申请' }, category: CENTRE, field: FIELD };
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => people.host.at(addresses[index % addresses.length]!).post('/api/v1/applications', body, { key: 'one-and-the-same' })),
    );
    expect(new Set(answers.map((answer) => answer.expect(201).body.id)).size).toBe(1);
    (await people.host.post('/api/v1/applications', { ...body, field: 'land-eng' }, { key: 'one-and-the-same' })).expect(422);
  });
});
