// Two server processes on one PostgreSQL give the same answers; a process that dies takes nothing with it.
import { beforeAll, expect, it } from 'vitest';
import { Client } from './support/client.ts';
import { cast, passwordOf, upload, type Cast } from './support/cast.ts';
import { postgresql, sqlite } from './support/engines.ts';
import { kunyu } from './support/server.ts';
import { scenario } from './support/suite.ts';

scenario('two processes', (world) => {
  let people: Cast;
  let here: string;
  let there: string;
  beforeAll(async () => {
    here = world().url;
    there = (await world().serve()).url;
    people = await cast(world());
  });

  it('a session of one is a session of the other, and ends at both', async () => {
    const one = new Client(here);
    await one.login('wang.keji', passwordOf('wang.keji'));
    (await one.at(there).get('/api/v1/session')).expect(200);
    (await one.at(there).delete('/api/v1/session')).expect(204);
    (await one.get('/api/v1/session')).expect(401);
  });

  it('what one writes the other reads at once: events, files, counts, pages', async () => {
    for (let round = 1; round <= 10; round += 1) {
      const [writer, reader] = round % 2 === 0 ? [here, there] : [there, here];
      const director = `主任${round}`;
      const made = await people.officer.at(writer).post('/api/v1/platforms/P012/events', { type: 'change_director', effective_on: `2019-01-${String(round).padStart(2, '0')}`, director });
      made.expect(201);
      expect((await people.officer.at(reader).get('/api/v1/platforms/P012', { query: { as_of: '2019-12-31' } })).body.director).toBe(director);
      const file = await upload(people.officer.at(writer), `附件${round}.pdf`);
      (await people.officer.at(reader).get(`/api/v1/files/${file.id}`)).expect(200);
    }
  });

  it('throttling counts over both', async () => {
    let throttled = false;
    for (let attempt = 0; attempt < 30 && !throttled; attempt += 1) {
      const answer = await new Client(attempt % 2 === 0 ? here : there).login('li.tudi', 'wrong-password-here');
      throttled = answer.status === 429;
    }
    expect(throttled).toBe(true);
    (await new Client(there).login('li.tudi', 'wrong-password-here')).expect(429);
    (await new Client(here).login('li.tudi', 'wrong-password-here')).expect(429);
  }, 120_000);

  it('a hundred writes through both leave one unbroken chain', async () => {
    await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        people.officer.at(index % 2 === 0 ? here : there).post('/api/v1/notices', { issuer: '办公厅', title: { zh: `通知${index}` }, body: { zh: '正文' } }),
      ),
    ).then((answers) => answers.forEach((answer) => answer.expect(201)));
    const verified = world().kunyu('verify');
    expect(verified, verified.err).toMatchObject({ code: 0 });
    expect(await people.officer.at(here).all('/api/v1/audit')).toEqual(await people.officer.at(there).all('/api/v1/audit'));
  });

  it('one killed in the middle of writing: what was answered is there, the other goes on', async () => {
    const answered: number[] = [];
    const writing = Array.from({ length: 60 }, async (_, index) => {
      try {
        const answer = await people.officer.at(there).post('/api/v1/notices', { issuer: '办公厅', title: { zh: `临终通知${index}` }, body: { zh: '正文' } });
        if (answer.status === 201) answered.push(answer.body.id as number);
      } catch (error) {
        if (error instanceof Error && error.name === 'ContractBreach') throw error;
      }
    });
    await world().servers[1]!.stop('SIGKILL');
    await Promise.all(writing);
    for (const id of answered) (await people.officer.at(here).get(`/api/v1/notices/${id}`)).expect(200);
    (await people.officer.at(here).post('/api/v1/notices', { issuer: '办公厅', title: { zh: '还在' }, body: { zh: '正文' } })).expect(201);
    expect(world().kunyu('verify')).toMatchObject({ code: 0 });
  });
}, [postgresql]);

scenario('one process on SQLite', (world) => {
  it('a second server on the folder is refused with a sentence', () => {
    const second = kunyu('serve', '--data', world().folder, '--listen', '127.0.0.1:0');
    expect(second.code).toBe(1);
    expect(second.err.trim().length).toBeGreaterThan(10);
  });

  it('killed in the middle of writing, it starts again with all that was answered', async () => {
    const people = await cast(world());
    const answered: number[] = [];
    const writing = Array.from({ length: 60 }, async (_, index) => {
      try {
        const answer = await people.officer.post('/api/v1/notices', { issuer: '办公厅', title: { zh: `临终通知${index}` }, body: { zh: '正文' } });
        if (answer.status === 201) answered.push(answer.body.id as number);
      } catch (error) {
        if (error instanceof Error && error.name === 'ContractBreach') throw error;
      }
    });
    await world().servers[0]!.stop('SIGKILL');
    await Promise.all(writing);
    const again = await world().serve();
    for (const id of answered) (await people.officer.at(again.url).get(`/api/v1/notices/${id}`)).expect(200);
    expect(world().kunyu('verify')).toMatchObject({ code: 0 });
  });

  it('stops within seconds at Ctrl-C, also with connections open', async () => {
    const server = world().servers.at(-1)!;
    const open = new Client(server.url);
    (await open.get('/healthz')).expect(200);
    const begun = Date.now();
    expect(await server.stop('SIGINT')).toBe(0);
    expect(Date.now() - begun).toBeLessThan(5_000);
  });
}, [sqlite]);
