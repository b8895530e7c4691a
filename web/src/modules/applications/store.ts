import type {
  Application,
  ApplicationInput,
  ApplicationState,
  ApplicationStepName,
  Call,
  OrganisationRef,
  PlatformRef,
} from '@/api/types';
import { t } from '@/app/i18n';
import { emptyPlace, hostInputs, ids, numberOrNull, placeInput, textOrNull } from '@/modules/registry/forms';
import type { HostRow } from '@/modules/registry/components/HostsEditor.vue';
import type { Attachment } from '@/shared/parts/FilePicker.vue';
import type { Shape as Form, Tone } from '@/shared/parts/StateMark.vue';

/** An application as it is typed: texts where the contract has numbers or nothing. */
export interface ApplicationForm {
  kind: ApplicationKind;
  subject: PlatformRef | null;
  partner: PlatformRef | null;
  title: { zh: string; en: string };
  call: number | '';
  category: string;
  field: string;
  directions: string[];
  hosts: HostRow[];
  supervisor: OrganisationRef | null;
  place: ReturnType<typeof emptyPlace>;
  director: string;
  summary: string;
  attachments: Attachment[];
}

export const emptyApplication = (): ApplicationForm => ({
  kind: 'new',
  subject: null,
  partner: null,
  title: { zh: '', en: '' },
  call: '',
  category: '',
  field: '',
  directions: [],
  hosts: [{ organisation: null, share: '' }],
  supervisor: null,
  place: emptyPlace(),
  director: '',
  summary: '',
  attachments: [],
});

const shown = (value: number | null): string => (value === null ? '' : String(value));

export function formOf(one: Application): ApplicationForm {
  const hosts: HostRow[] = [
    { organisation: one.host, share: shown(one.host_share) },
    ...one.co_hosts.map((host) => ({ organisation: host.organisation, share: shown(host.share) })),
  ];
  return {
    kind: one.kind,
    subject: one.subject,
    partner: one.partner,
    title: { zh: one.title.zh, en: one.title.en ?? '' },
    call: one.call ?? '',
    category: one.category,
    field: one.field ?? '',
    directions: one.directions,
    hosts,
    supervisor: one.supervisor,
    place: {
      province: one.province ?? '',
      city: one.city ?? '',
      longitude: shown(one.longitude),
      latitude: shown(one.latitude),
    },
    director: one.director ?? '',
    summary: one.summary ?? '',
    attachments: one.attachments.map((file) => ({ id: file.id, name: file.name, size: file.size })),
  };
}

/** What is sent: the whole form, so that an emptied field is emptied on the server too. */
export function inputOf(form: ApplicationForm): ApplicationInput {
  const [lead, ...others] = form.hosts;
  return {
    kind: form.kind,
    subject: form.kind === 'new' ? null : (form.subject?.id ?? null),
    partner: ['merge', 'join'].includes(form.kind) ? (form.partner?.id ?? null) : null,
    title: { zh: form.title.zh.trim(), en: textOrNull(form.title.en) },
    call: form.call || null,
    category: form.category,
    field: form.field || null,
    directions: form.directions,
    host: lead?.organisation?.id ?? null,
    host_share: lead?.organisation ? numberOrNull(lead.share) : null,
    co_hosts: hostInputs(others).map(({ organisation, share }) => ({ organisation, share })),
    supervisor: form.supervisor?.id ?? null,
    ...placeInput(form.place),
    director: textOrNull(form.director),
    summary: textOrNull(form.summary),
    attachments: ids(form.attachments),
  };
}

export type ApplicationKind = Application['kind'];
export const APPLICATION_KINDS: ApplicationKind[] = ['new', 'convert', 'merge', 'join', 'promote'];

/** Enough for the server to begin a draft with. */
export const canBegin = (form: ApplicationForm): boolean =>
  form.title.zh.trim() !== '' && form.category !== '';

type Look = { shape: Form; tone: Tone; text: string };

export function applicationLook(state: ApplicationState): Look {
  const looks: Record<ApplicationState, [Form, Tone]> = {
    draft: ['ring', 'grey'],
    submitted: ['triangle', 'blue'],
    endorsed: ['triangle', 'blue'],
    argued: ['triangle', 'blue'],
    returned: ['diamond', 'amber'],
    approved: ['circle', 'green'],
    refused: ['square', 'red'],
    withdrawn: ['bar', 'grey'],
  };
  const [shape, tone] = looks[state];
  return { shape, tone, text: t(`application_state.${state}`) };
}

export function callLook(state: Call['state']): Look {
  const looks: Record<Call['state'], [Form, Tone]> = {
    draft: ['ring', 'grey'],
    announced: ['ring', 'blue'],
    open: ['circle', 'green'],
    closed: ['bar', 'grey'],
    withdrawn: ['square', 'red'],
  };
  const [shape, tone] = looks[state];
  return { shape, tone, text: t(`call_state.${state}`) };
}

/** Steps that hurt or need words open a dialog; the rest ask once. */
export const STEP_ORDER: ApplicationStepName[] = [
  'submit',
  'endorse',
  'argue',
  'approve',
  'return',
  'refuse',
  'withdraw',
];
