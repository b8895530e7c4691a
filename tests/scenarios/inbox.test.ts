// What people are told: in the workbench, as they want it.
import { beforeAll, expect, it } from 'vitest';
import { cast, step, upload, type Cast } from './support/cast.ts';
import { until } from './support/poll.ts';
import { scenario } from './support/suite.ts';

scenario('notifications', (world) => {
  let people: Cast;
  let application: number;

  beforeAll(async () => {
    people = await cast(world());
    const attachment = await upload(people.host, '建设申请书.pdf');
    application = (
      await people.host.post('/api/v1/applications', {
        title: { zh: '黄土高原土地工程重点实验室' },
        category: 'ministry-technology-platform',
        field: 'info-eng',
        host: people.hostOrganisation.id,
        host_share: 100,
        supervisor: 'shaanxi',
        province: '61',
        city: '西安',
        director: '韩霁昌',
        summary: '面向黄土高原的工程技术与监测。',
        attachments: [attachment.id],
      })
    ).expect(201).body.id;
    (await step(people.host, application, { step: 'submit' })).expect(200);
  }, 120_000);

  it('whoever may endorse is told of a submission, the applicant is not', async () => {
    const told = (await people.province.get('/api/v1/notifications', { query: { unread: 'true' } })).expect(200).body.items;
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ kind: 'todo.opened', link: `/applications/${application}`, read_at: null, subject: { kind: 'application', id: application } });
    expect(told[0].title.zh).toContain('黄土高原土地工程重点实验室');
    expect((await people.host.get('/api/v1/notifications')).expect(200).body.items).toEqual([]);
  });

  it('the bell goes down when one is read, and when another did the work', async () => {
    const unread = async (who: 'province' | 'officer') => (await people[who].get('/api/v1/notifications/counts')).expect(200).body.unread;
    const first = (await people.officer.get('/api/v1/notifications')).expect(200).body.items[0];
    expect(await unread('officer')).toBe(1);
    const read = (await people.officer.post(`/api/v1/notifications/${first.id}/read`, undefined)).expect(200).body;
    expect(read.read_at).not.toBeNull();
    expect(await unread('officer')).toBe(0);
    expect(await unread('province')).toBe(1);
    (await step(people.officer, application, { step: 'endorse' })).expect(200);
    expect(await unread('province')).toBe(0);
    (await people.province.post(`/api/v1/notifications/${first.id}/read`, undefined)).expect(404);
  });

  it('all that was seen is marked at once', async () => {
    const newest = (await people.officer.get('/api/v1/notifications')).expect(200).body.items[0];
    (await people.officer.post('/api/v1/notifications/read-all', { up_to: newest.id })).expect(200);
    expect((await people.officer.get('/api/v1/notifications', { query: { unread: 'true' } })).expect(200).body.items).toEqual([]);
  });

  it('the settings are kept by their version', async () => {
    const before = (await people.host.get('/api/v1/me/notification-settings')).expect(200);
    const kinds = before.body.kinds.map(({ kind, in_inbox, mail }: { kind: string; in_inbox: boolean; mail: string }) => ({ kind, in_inbox, mail: kind === 'todo.opened' ? 'none' : mail }));
    const wanted = { kinds, digest: { hour: 7, weekdays_only: false } };
    const put = (version: string) => people.host.put('/api/v1/me/notification-settings', wanted, { ifMatch: version });
    (await people.host.put('/api/v1/me/notification-settings', wanted)).expect(428);
    const after = (await put(before.etag)).expect(200).body;
    expect(after.digest).toEqual({ hour: 7, weekdays_only: false });
    expect(after.kinds.find((kind: { kind: string }) => kind.kind === 'todo.opened').mail).toBe('none');
    (await put(before.etag)).expect(412);
  });
});

scenario('calendar', (world) => {
  it('is read by its link alone, and not once the link is replaced', async () => {
    const people = await cast(world());
    (await people.officer.get('/api/v1/me/calendar')).expect(200);
    const made = (await people.officer.post('/api/v1/me/calendar/rotate', undefined)).expect(201).body;
    const feed = (await world().anyone.get(made.path)).expect(200);
    expect(feed.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(new TextDecoder().decode(feed.bytes)).toMatch(/^BEGIN:VCALENDAR\r\n[^]*END:VCALENDAR\r\n$/);
    (await world().anyone.get(made.path, { headers: { 'if-none-match': feed.etag } })).expect(304);
    const next = (await people.officer.post('/api/v1/me/calendar/rotate', undefined)).expect(201).body;
    (await world().anyone.get(made.path)).expect(404);
    (await world().anyone.get(next.path)).expect(200);
    (await people.officer.delete('/api/v1/me/calendar')).expect(204);
    (await world().anyone.get(next.path)).expect(404);
    const log = await until('the requests stand in the log', () => {
      const all = world().servers.map((server) => server.log).join('');
      return all.split('"route":"/calendar/{file}"').length > 5 ? all : undefined;
    });
    for (const { path } of [made, next]) expect(log).not.toContain(path.slice('/calendar/'.length, -4));
  }, 120_000);
});
