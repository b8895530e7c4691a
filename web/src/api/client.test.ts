import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { address, api, configureClient } from './client';
import { ApiError, ConflictError, fieldErrors, OfflineError } from './problem';

const sent = vi.fn<typeof fetch>();
const unauthenticated = vi.fn();

function answer(status: number, body: unknown, headers: Record<string, string> = {}): void {
  sent.mockResolvedValueOnce(
    new Response(body === undefined ? null : JSON.stringify(body), { status, headers }),
  );
}

const headersOf = (call: number) => sent.mock.calls[call]?.[1]?.headers as Record<string, string>;

beforeEach(() => {
  sent.mockReset();
  unauthenticated.mockReset();
  vi.stubGlobal('fetch', sent);
  configureClient({ language: () => 'en', csrfToken: () => 'token-1', onUnauthenticated: unauthenticated });
});
afterEach(() => vi.unstubAllGlobals());

describe('addresses', () => {
  it('fills in parameters, escapes them, drops what is empty and repeats lists', () => {
    expect(
      address('/platforms/{id}', { id: 'P0/7 2' }, { q: '', field: undefined, level: ['a', 'b'], limit: 0 }),
    ).toBe('/api/v1/platforms/P0%2F7%202?level=a&level=b&limit=0');
  });
});

describe('calls', () => {
  it("asks in the reader's language and sends no token with a read", async () => {
    answer(200, { items: [] }, { ETag: '"7"' });
    const reply = await api.get('/platforms', {});
    expect(reply.etag).toBe('"7"');
    expect(headersOf(0)['Accept-Language']).toBe('en');
    expect(headersOf(0)['X-CSRF-Token']).toBeUndefined();
  });

  it('sends token and a fresh key with each POST, the version with a change', async () => {
    answer(200, {});
    answer(200, {});
    answer(200, {});
    await api.delete('/session');
    await api.post('/session', { body: { user: 'a', password: 'b' } });
    await api.patch('/platforms/{id}', { path: { id: 'P001' }, body: {}, etag: '"3"' });
    expect(headersOf(0)['X-CSRF-Token']).toBe('token-1');
    expect(headersOf(1)['Idempotency-Key']).toMatch(/^[0-9a-f]{32}$/);
    expect(headersOf(2)['If-Match']).toBe('"3"');
    expect(headersOf(2)['Idempotency-Key']).toBeUndefined();
  });

  it('repeats a POST once with the same key when the connection breaks', async () => {
    sent.mockRejectedValueOnce(new TypeError('network'));
    answer(200, {});
    await api.post('/session', { body: { user: 'a', password: 'b' } });
    expect(headersOf(1)['Idempotency-Key']).toBe(headersOf(0)['Idempotency-Key']);
  });

  it('never repeats a change without a key, and says that the server is away', async () => {
    sent.mockRejectedValue(new TypeError('network'));
    await expect(api.patch('/platforms/{id}', { path: { id: 'P001' }, body: {} })).rejects.toBeInstanceOf(
      OfflineError,
    );
    expect(sent).toHaveBeenCalledTimes(1);
  });
});

describe('refusals', () => {
  it('carry the sentence and the fields under one spelling', async () => {
    answer(422, {
      title: 'Invalid',
      detail: 'Two fields need attention',
      code: 'base.invalid',
      fields: [
        { path: '/name/zh', code: 'x', detail: 'too long' },
        { path: 'hosts[0].share', code: 'y', detail: 'not a number' },
      ],
    });
    const error = await api.post('/platforms', { body: {} as never }).catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).message).toBe('Two fields need attention');
    expect(fieldErrors(error)).toEqual({ 'name.zh': 'too long', 'hosts.0.share': 'not a number' });
  });

  it('send the person to the login page on 401', async () => {
    answer(401, { title: 'Log in', status: 401 });
    await expect(api.get('/session')).rejects.toMatchObject({ status: 401 });
    expect(unauthenticated).toHaveBeenCalledOnce();
  });

  it('bring the newest version on 412', async () => {
    answer(412, { title: 'Changed', status: 412, current: { version: 8 } });
    const error = await api
      .patch('/platforms/{id}', { path: { id: 'P001' }, body: {}, etag: '"7"' })
      .catch((problem: unknown) => problem);
    expect(error).toBeInstanceOf(ConflictError);
    expect((error as ConflictError).current).toEqual({ version: 8 });
    expect((error as ConflictError).etag).toBe('"8"');
  });

  it('survive a body that is not JSON', async () => {
    sent.mockResolvedValueOnce(new Response('<html>', { status: 502 }));
    await expect(api.get('/session')).rejects.toMatchObject({ status: 502 });
  });
});
