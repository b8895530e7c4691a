import { describe, expect, it } from 'vitest';
import type { Application } from '@/api/types';
import { applicationLook, canBegin, emptyApplication, formOf, inputOf } from './store';

const body = (id: number, zh: string) => ({ id, slug: null, name: { zh, en: null } });

const stored: Application = {
  id: 7,
  state: 'draft',
  title: { zh: '黄河三角洲土地利用重点实验室', en: null },
  call: 3,
  category: 'ministry-key-laboratory',
  category_name: { zh: '部重点实验室', en: null },
  field: 'land',
  field_name: { zh: '土地', en: null },
  directions: ['d1'],
  host: body(5, '甲单位'),
  host_share: 60,
  co_hosts: [{ organisation: body(6, '乙单位'), share: null }],
  supervisor: body(1, '部'),
  province: '37',
  city: '东营',
  longitude: 118.5,
  latitude: null,
  kind: 'new',
  subject: null,
  partner: null,
  sample: false,
  late: false,
  director: '王某',
  summary: null,
  attachments: [{ id: 11, name: '申请书.pdf', size: 10, digest: 'x', media_type: 'application/pdf' }],
  history: [],
  steps: ['submit'],
  platform: null,
  created_by: { id: 2, user: 'host', display_name: '宿主' },
  created_at: '2018-01-01T00:00:00Z',
  submitted_at: null,
  updated_at: '2018-01-01T00:00:00Z',
  version: 1,
};

describe('an application as a form', () => {
  it('goes there and back unchanged', () => {
    expect(inputOf(formOf(stored))).toEqual({
      title: { zh: '黄河三角洲土地利用重点实验室', en: null },
      call: 3,
      category: 'ministry-key-laboratory',
      field: 'land',
      directions: ['d1'],
      host: 5,
      host_share: 60,
      co_hosts: [{ organisation: 6, share: null }],
      supervisor: 1,
      province: '37',
      city: '东营',
      longitude: 118.5,
      latitude: null,
      kind: 'new',
      subject: null,
      partner: null,
      director: '王某',
      summary: null,
      attachments: [11],
    });
  });

  it('sends an empty form as nothing known, never as zero', () => {
    const input = inputOf(emptyApplication());
    expect(input.host_share).toBeNull();
    expect(input.longitude).toBeNull();
    expect(input.co_hosts).toEqual([]);
    expect(input.director).toBeNull();
  });

  it('begins on the server once it has a title and a category', () => {
    const form = emptyApplication();
    expect(canBegin(form)).toBe(false);
    form.title.zh = '某实验室';
    expect(canBegin(form)).toBe(false);
    form.category = 'ministry-key-laboratory';
    expect(canBegin(form)).toBe(true);
  });
});

it('shows every state by shape, tone and word', () => {
  const looks = (['draft', 'returned', 'approved', 'refused'] as const).map(applicationLook);
  expect(new Set(looks.map((one) => `${one.shape} ${one.tone}`)).size).toBe(4);
  expect(looks.every((one) => one.text !== '')).toBe(true);
});
