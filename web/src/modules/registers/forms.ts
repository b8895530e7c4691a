import type { OrganisationRef, PlatformRef, Shape } from '@/api/types';
import { localName, t } from '@/app/i18n';
import { ids, nameOf, numberOrNull, textOrNull } from '@/modules/registry/forms';
import { joined } from '@/modules/registry/store';
import type { Attachment } from '@/shared/parts/FilePicker.vue';
import { amountOf, amountText, amountTyped, lines, taskNumbers, type CommitmentKind } from './amounts';
import type { RegulationKind } from './regulations';

/**
 * The forms of the registers: filled in from an entry, turned into what is sent, and into words by which two versions
 * are told apart. Nothing here knows of a page.
 */

/** Matters with which units are charged: who, what, until when. */
export interface AssignmentLine {
  id?: number;
  unit: OrganisationRef | null;
  wording: string;
  due_on: string;
}
/** What the forms of inspections and meetings share. */
export interface Occasion {
  day: string;
  units: (OrganisationRef | null)[];
  assignments: AssignmentLine[];
  files: Attachment[];
}

const attachments = (files: Shape<'File'>[] | undefined): Attachment[] =>
  (files ?? []).map((one) => ({ id: one.id, name: one.name, size: one.size }));
const linesOf = (assigned: Shape<'Assignment'>[] | undefined): AssignmentLine[] =>
  (assigned ?? []).map((one) => ({ id: one.id, unit: one.unit, wording: one.wording, due_on: one.due_on }));
const numbers = (tasks: Shape<'RegisterTask'>[] | undefined): string =>
  (tasks ?? []).map((one) => one.number).join(', ');

const unitIds = (form: Occasion) => form.units.flatMap((one) => (one ? [one.id] : []));
const assignmentInputs = (form: Occasion) =>
  form.assignments.map((one) => ({
    ...(one.id === undefined ? {} : { id: one.id }),
    unit: one.unit?.id ?? '',
    wording: one.wording.trim(),
    due_on: one.due_on,
  }));
const names = (files: Attachment[]) => joined(files.map((one) => one.name));
const occasionWords = (form: Occasion) => ({
  day: form.day,
  units: joined(form.units.flatMap((one) => (one ? [localName(one.name)] : []))),
  assignments: form.assignments
    .map((one) => `${localName(one.unit?.name)} ${one.due_on} ${one.wording.trim()}`)
    .join('\n'),
  files: names(form.files),
});

export const inspectionForm = (one?: Shape<'Inspection'>) => ({
  day: one?.inspected_on ?? '',
  inspectors: one?.inspectors ?? '',
  findings: one?.findings ?? '',
  tasks: numbers(one?.tasks),
  units: (one?.units ?? [null]) as (OrganisationRef | null)[],
  assignments: linesOf(one?.demands),
  files: attachments(one?.attachments),
});
export type InspectionForm = ReturnType<typeof inspectionForm>;
export const inspectionBody = (form: InspectionForm) => ({
  inspected_on: form.day,
  inspectors: form.inspectors.trim(),
  findings: form.findings.trim(),
  units: unitIds(form),
  tasks: taskNumbers(form.tasks),
  demands: assignmentInputs(form),
  attachments: ids(form.files),
});
export const inspectionWords = (form: InspectionForm) => ({
  ...occasionWords(form),
  inspectors: form.inspectors.trim(),
  tasks: taskNumbers(form.tasks).join(', '),
  findings: form.findings.trim(),
});
export const inspectionLabels = () => ({
  day: t('registers.day_of_inspection'),
  units: t('registers.units_of_inspection'),
  assignments: t('registers.assignments_of_inspection'),
  files: t('common.attachments'),
  inspectors: t('registers.inspectors'),
  tasks: t('registers.task_numbers'),
  findings: t('registers.findings'),
});

export const meetingForm = (one?: Shape<'Meeting'>) => ({
  day: one?.held_on ?? '',
  title: one?.title ?? '',
  place: one?.place ?? '',
  chair: one?.chair ?? '',
  minutes: one?.minutes ?? '',
  agenda: (one?.agenda ?? []).join('\n'),
  decisions: (one?.decisions ?? []).join('\n'),
  units: (one?.units ?? [null]) as (OrganisationRef | null)[],
  assignments: linesOf(one?.actions),
  files: attachments(one?.attachments),
});
export type MeetingForm = ReturnType<typeof meetingForm>;
export const meetingBody = (form: MeetingForm) => ({
  held_on: form.day,
  title: form.title.trim(),
  place: textOrNull(form.place),
  chair: textOrNull(form.chair),
  minutes: textOrNull(form.minutes),
  units: unitIds(form),
  agenda: lines(form.agenda),
  decisions: lines(form.decisions),
  actions: assignmentInputs(form),
  attachments: ids(form.files),
});
export const meetingWords = (form: MeetingForm) => ({
  ...occasionWords(form),
  title: form.title.trim(),
  place: form.place.trim(),
  chair: form.chair.trim(),
  agenda: lines(form.agenda).join('\n'),
  decisions: lines(form.decisions).join('\n'),
  minutes: form.minutes.trim(),
});
export const meetingLabels = () => ({
  day: t('registers.day_of_meeting'),
  units: t('registers.units_of_meeting'),
  assignments: t('registers.assignments_of_meeting'),
  files: t('common.attachments'),
  title: t('common.title'),
  place: t('registers.place'),
  chair: t('registers.chair'),
  agenda: t('registers.agenda'),
  decisions: t('registers.decisions'),
  minutes: t('registers.minutes'),
});

export const commitmentForm = (one?: Shape<'Commitment'>) => ({
  kind: (one?.kind ?? '') as CommitmentKind | '',
  task: one?.task ? String(one.task.number) : '',
  platform: (one?.platform ?? null) as PlatformRef | null,
  what: one?.what ?? '',
  amount: one ? amountTyped(one.kind, one.amount) : '',
  promisedOn: one?.promised_on ?? '',
  dueOn: one?.due_on ?? '',
  documentNumber: one?.document_number ?? '',
  files: attachments(one?.attachments),
});
export type CommitmentForm = ReturnType<typeof commitmentForm>;
export const commitmentBody = (form: CommitmentForm) => {
  const kind = form.kind || 'money';
  return {
    kind,
    task: numberOrNull(form.task),
    platform: form.platform?.id ?? null,
    what: form.what.trim(),
    amount: amountOf(kind, form.amount),
    ...(form.promisedOn ? { promised_on: form.promisedOn } : {}),
    due_on: form.dueOn || null,
    document_number: textOrNull(form.documentNumber),
    attachments: ids(form.files),
  };
};
export const commitmentWords = (form: CommitmentForm) => ({
  kind: form.kind ? t(`registers.kind_${form.kind}`) : '',
  task: form.task.trim(),
  platform: localName(form.platform?.name),
  what: form.what.trim(),
  amount: form.kind ? amountText(form.kind, amountOf(form.kind, form.amount)) : form.amount,
  promisedOn: form.promisedOn,
  dueOn: form.dueOn,
  documentNumber: form.documentNumber.trim(),
  files: names(form.files),
});
export const commitmentLabels = () => ({
  kind: t('common.kind'),
  task: t('registers.task_number'),
  platform: t('registry.platform'),
  what: t('registers.what'),
  amount: t('registers.amount'),
  promisedOn: t('registers.promised_on'),
  dueOn: t('programme.due'),
  documentNumber: t('programme.reference'),
  files: t('common.attachments'),
});

export const regulationForm = (one?: Shape<'Regulation'>) => ({
  kind: (one?.kind ?? 'measure') as RegulationKind,
  title: { zh: one?.title.zh ?? '', en: one?.title.en ?? '' },
  tasks: numbers(one?.tasks),
  source: one?.source ?? '',
  note: one?.note ?? '',
  files: attachments(one?.attachments),
});
export type RegulationForm = ReturnType<typeof regulationForm>;
export const regulationBody = (form: RegulationForm) => ({
  kind: form.kind,
  title: nameOf(form.title),
  tasks: taskNumbers(form.tasks),
  source: textOrNull(form.source),
  note: textOrNull(form.note),
  attachments: ids(form.files),
});
export const regulationWords = (form: RegulationForm) => ({
  zh: form.title.zh.trim(),
  en: form.title.en.trim(),
  kind: t(`registers.regulation_kind_${form.kind}`),
  tasks: taskNumbers(form.tasks).join(', '),
  source: form.source.trim(),
  note: form.note.trim(),
  files: names(form.files),
});
export const regulationLabels = () => ({
  zh: t('common.name_zh'),
  en: t('common.name_en'),
  kind: t('common.kind'),
  tasks: t('registers.task_numbers'),
  source: t('programme.source'),
  note: t('common.note'),
  files: t('common.attachments'),
});
