// The people of the scenarios and what they bring along.
import { Client } from './client.ts';
import type { World } from './server.ts';

export const PDF = new TextEncoder().encode('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

export interface GrantWish {
  role: string;
  scope: { kind: string; id?: string | number };
}

/** Makes an account and logs it in, past the change of the first password. */
export async function person(world: World, user: string, grants: GrantWish[], organisation?: string | number): Promise<Client> {
  const first = `first-${user}-password`;
  (
    await world.admin.post('/api/v1/accounts', {
      user,
      display_name: `${user} 同志`,
      password: first,
      grants,
      ...(organisation === undefined ? {} : { organisation }),
    })
  ).expect(201);
  const client = new Client(world.url);
  const session = (await client.login(user, first)).expect(201).body;
  if (session.account.must_change_password === true) {
    (await client.put('/api/v1/me/password', { current: first, new: passwordOf(user) })).expect(204);
  }
  return client;
}
export function passwordOf(user: string): string {
  return `second-${user}-password`;
}

export async function upload(client: Client, name: string, bytes: Uint8Array = PDF, type = 'application/pdf'): Promise<any> {
  return (await client.send('POST', '/api/v1/files', { query: { name }, raw: bytes, type })).expect(201).body;
}

/** The people of the story: a ministry officer, an officer of Shaanxi, a host of Shaanxi with its manager. */
export interface Cast {
  officer: Client;
  province: Client;
  host: Client;
  hostOrganisation: { id: number };
}
export async function cast(world: World): Promise<Cast> {
  const hostOrganisation = (
    await world.admin.post('/api/v1/organisations', { name: { zh: '黄土高原土地工程研究院' }, kind: 'institute', parent: 'shaanxi', province: '61', city: '西安' })
  ).expect(201).body;
  return {
    hostOrganisation,
    officer: await person(world, 'wang.keji', [{ role: 'ministry_officer', scope: { kind: 'all' } }], 'mlr-sti'),
    province: await person(world, 'zhao.sheng', [{ role: 'regional_officer', scope: { kind: 'organisation', id: 'shaanxi' } }], 'shaanxi'),
    host: await person(world, 'li.tudi', [{ role: 'host_manager', scope: { kind: 'organisation', id: hostOrganisation.id } }], hostOrganisation.id),
  };
}

export const step = (client: Client, id: number, body: Record<string, unknown>) => client.post(`/api/v1/applications/${id}/steps`, body);

/** An application taken to the ministry's decision: drafted, submitted, endorsed, argued. */
export async function arguedApplication(people: Cast, title: string, category: string, field: string): Promise<number> {
  const attachment = await upload(people.host, '建设申请书.pdf');
  const draft = (
    await people.host.post('/api/v1/applications', {
      title: { zh: title },
      category,
      field,
      host: people.hostOrganisation.id,
      host_share: 100,
      supervisor: 'shaanxi',
      province: '61',
      city: '西安',
      director: '韩霁昌',
      summary: '面向黄土高原的工程技术与监测。',
      attachments: [attachment.id],
    })
  ).expect(201).body;
  (await step(people.host, draft.id, { step: 'submit' })).expect(200);
  (await step(people.province, draft.id, { step: 'endorse' })).expect(200);
  (await step(people.officer, draft.id, { step: 'argue', opinion: '专家组一致同意。', outcome: 'recommended' })).expect(200);
  return draft.id as number;
}

export interface Row {
  category: string;
  field: string | null;
  quota: number;
  counted: number;
  reserved: number;
  free: number;
  over: number;
}
export async function layoutRow(client: Client, asOf: string, category: string, field: string | null): Promise<Row> {
  const layout = (await client.get('/api/v1/layout', { query: { as_of: asOf } })).expect(200).body;
  const row = (layout.items as Row[]).find((candidate) => candidate.category === category && candidate.field === field);
  if (row === undefined) throw new Error(`no row ${category}/${field}`);
  return row;
}
