// Sessions, CSRF, throttling, passwords and tokens.
import { expect, it } from 'vitest';
import { Client, setCookies } from './support/client.ts';
import { passwordOf, person } from './support/cast.ts';
import { scenario } from './support/suite.ts';

scenario('sessions', (world) => {
  it('the cookie is out of reach of scripts and of other sites', async () => {
    const answer = (await world().anyone.login('admin', world().adminPassword)).expect(201);
    const cookie = setCookies(answer.headers).find((line) => line.startsWith('kunyu_session='))!;
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Strict/i);
    expect(cookie).toMatch(/Path=\//i);
    expect(answer.headers.get('cache-control')).toMatch(/no-store/);
  });

  it('an unsafe request with the cookie needs the CSRF token; a wrong one does not do', async () => {
    const admin = world().anyone;
    await admin.login('admin', world().adminPassword);
    const body = { name: '测试', scopes: ['platform.read'] };
    (await admin.post('/api/v1/me/tokens', body, { withoutCsrf: true })).expect(403);
    (await admin.post('/api/v1/me/tokens', body, { headers: { 'x-csrf-token': 'wrong' } })).expect(403);
    const other = world().anyone;
    await other.login('admin', world().adminPassword);
    (await admin.post('/api/v1/me/tokens', body, { headers: { 'x-csrf-token': other.csrf } })).expect(403);
    (await admin.post('/api/v1/me/tokens', body)).expect(201);
  });

  it('logging out ends the session at once; a forged or old cookie is nobody', async () => {
    const admin = world().anyone;
    await admin.login('admin', world().adminPassword);
    const copy = admin.at(admin.base);
    (await admin.delete('/api/v1/session')).expect(204);
    (await copy.get('/api/v1/session')).expect(401);
    const forged = world().anyone;
    forged.cookie = 'kunyu_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
    (await forged.get('/api/v1/session')).expect(401);
    (await forged.get('/api/v1/platforms')).expect(200, 401);
  });

  it('my sessions can be listed and ended one by one; an administrator can end any', async () => {
    const one = await person(world(), 'duo.huihua', []);
    const two = world().anyone;
    await two.login('duo.huihua', passwordOf('duo.huihua'));
    const sessions = await one.all('/api/v1/me/sessions');
    expect(sessions.filter((session) => session.current)).toHaveLength(1);
    const other = (await two.all('/api/v1/me/sessions')).find((session) => session.current)!;
    (await one.delete(`/api/v1/me/sessions/${other.id}`)).expect(204);
    (await two.get('/api/v1/session')).expect(401);
    const account = (await world().admin.get('/api/v1/accounts', { query: { q: 'duo.huihua' } })).body.items[0];
    const left = await world().admin.all(`/api/v1/accounts/${account.id}/sessions`);
    expect(left.map((session) => session.id)).not.toContain(other.id);
    const foreign = left[0]!;
    const stranger = await person(world(), 'mo.sheng', []);
    (await stranger.delete(`/api/v1/me/sessions/${foreign.id}`)).expect(404);
    for (const session of left) (await world().admin.delete(`/api/v1/accounts/${account.id}/sessions/${session.id}`)).expect(204);
    (await one.get('/api/v1/session')).expect(401);
  });

  it('changing the password ends the other sessions and needs the current one', async () => {
    const one = await person(world(), 'gai.mima', []);
    const two = world().anyone;
    await two.login('gai.mima', passwordOf('gai.mima'));
    (await one.put('/api/v1/me/password', { current: 'wrong-password', new: 'another-long-password' })).expect(422);
    (await one.put('/api/v1/me/password', { current: passwordOf('gai.mima'), new: 'short' })).expect(422);
    (await one.put('/api/v1/me/password', { current: passwordOf('gai.mima'), new: 'another-long-password' })).expect(204);
    (await two.get('/api/v1/session')).expect(401);
    (await one.get('/api/v1/session')).expect(200);
    (await world().anyone.login('gai.mima', passwordOf('gai.mima'))).expect(401);
    (await world().anyone.login('gai.mima', 'another-long-password')).expect(201);
  });

  it('a reset by the administrator gives a one-time password that must be changed', async () => {
    const one = await person(world(), 'wang.mima', []);
    const account = (await world().admin.get('/api/v1/accounts', { query: { q: 'wang.mima' } })).body.items[0];
    const reset = (await world().admin.post(`/api/v1/accounts/${account.id}/password-reset`, undefined)).expect(200).body;
    (await one.get('/api/v1/session')).expect(401);
    const session = (await one.login('wang.mima', reset.password)).expect(201).body;
    expect(session.account.must_change_password).toBe(true);
  });

  it('does not tell an unknown user from a wrong password', async () => {
    const unknown = (await world().anyone.login('nobody.here', 'whatever-it-is')).expect(401).body;
    const wrong = (await world().anyone.login('mo.sheng', 'whatever-it-is')).expect(401).body;
    expect([unknown.code, unknown.detail]).toEqual([wrong.code, wrong.detail]);
  });

  it('throttles guessing per account, with Retry-After, also with the right password then', async () => {
    await person(world(), 'bei.cai', []);
    let throttled;
    for (let attempt = 0; attempt < 30 && throttled === undefined; attempt += 1) {
      const answer = (await world().anyone.login('bei.cai', `guess-number-${attempt}`)).expect(401, 429);
      if (answer.status === 429) throttled = answer;
    }
    expect(throttled).toBeDefined();
    expect(Number(throttled!.headers.get('retry-after'))).toBeGreaterThan(0);
    (await world().anyone.login('bei.cai', passwordOf('bei.cai'))).expect(429);
  }, 120_000);
});

scenario('tokens', (world) => {
  it('a token needs no CSRF, is shown once, and ends when revoked', async () => {
    const admin = world().anyone;
    await admin.login('admin', world().adminPassword);
    const made = (await admin.post('/api/v1/me/tokens', { name: '脚本', scopes: ['*'] })).expect(201).body;
    const script = Client.withToken(world().url, made.token);
    (await script.post('/api/v1/calls', { title: { zh: '通知' }, category: 'ministry-key-laboratory', opens_on: '2018-01-10', closes_on: '2018-03-31' })).expect(201);
    expect(JSON.stringify((await admin.get('/api/v1/me/tokens')).body)).not.toContain(made.token);
    (await admin.delete(`/api/v1/me/tokens/${made.id}`)).expect(204);
    (await script.get('/api/v1/accounts')).expect(401);
    (await script.get('/api/v1/platforms')).expect(200, 401);
  });

  it('a token does only what its scopes say, whatever its owner may', async () => {
    const made = (await world().admin.post('/api/v1/me/tokens', { name: '只读', scopes: ['platform.read', 'layout.read'] })).expect(201).body;
    const script = Client.withToken(world().url, made.token);
    (await script.get('/api/v1/platforms')).expect(200);
    (await script.get('/api/v1/layout')).expect(200);
    (await script.get('/api/v1/audit')).expect(403);
    (await script.post('/api/v1/notices', { issuer: '办公厅', title: { zh: '通知' }, body: { zh: '正文' } })).expect(403);
    (await script.post('/api/v1/me/tokens', { name: '升级', scopes: ['*'] })).expect(403);
  });

  it('scopes that are none, and days that are past, are refused', async () => {
    (await world().admin.post('/api/v1/me/tokens', { name: '错', scopes: ['no.such_action'] })).expect(422);
    (await world().admin.post('/api/v1/me/tokens', { name: '过期', scopes: ['*'], expires_on: '2018-01-01' })).expect(422);
    (await world().admin.post('/api/v1/me/tokens', { name: '空', scopes: [] })).expect(422);
  });

  it('a malformed or unknown token is 401, not the public', async () => {
    for (const token of ['x', 'kunyu_', `${world().adminToken}x`, world().adminToken.slice(0, -1), 'ä'.normalize('NFD').replace(/[^\x20-\x7e]/g, '')]) {
      (await Client.withToken(world().url, token === '' ? 'x' : token).get('/api/v1/session')).expect(401);
    }
    (await world().anyone.get('/api/v1/session', { headers: { authorization: 'Basic YWRtaW46YWRtaW4=' } })).expect(401);
  });
});
