import { allTexts, localName, t } from '@/app/i18n';
import { joined, useCategories } from '@/modules/registry/store';
import { moment } from '@/shared/days';
import { fileSize } from '@/shared/format';
import type { LocalName } from '@/shared/texts';
import { memberName } from './actions';

/** Words of the plan, which only the server knows. */
export type PlanWords = Pick<
  ReturnType<typeof useCategories>,
  'categoryName' | 'fieldName' | 'stateName' | 'eventName' | 'directionName'
>;

/** The text that says a member's value, by "kind.member" or by the member alone. */
const TEXTS: Record<string, (code: string) => string> = {
  'application.state': (code) => `application_state.${code}`,
  'application.kind': (code) => `application_kind.${code}`,
  'annual_report.state': (code) => `report_state.${code}`,
  'call.state': (code) => `audit_call_state.${code}`,
  'notice.state': (code) => `notice_state.${code}`,
  'organisation.kind': (code) => `organisation_kind.${code}`,
  'organisation.names.kind': (code) => `name_kind.${code}`,
  'job.kind': (code) => `audit_job.${code}`,
  'plan.reading': (code) => `programme.reading_${code}`,
  'plan.cycle': (code) => `programme.cycle_${code}`,
  'plan.cycle_changes.cycle': (code) => `programme.cycle_${code}`,
  'task.mode': (code) => `programme.mode_${code}`,
  'task.units.role': (code) => `programme.role_${code}`,
  'milestone.kind': (code) => `programme.kind_${code}`,
  level: (code) => `level.${code}`,
  basis: (code) => `basis.${code}`,
  role: (code) => `role.${code}`,
  province: (code) => `province.${code}`,
  language: (code) => (code === 'en' ? 'common.in_english' : 'common.in_chinese'),
  outcome: (code) => `outcome.${code}`,
  result: (code) => `result.${code}`,
  standing: (code) => `registry.standing_${code}`,
  confidence: (code) => `registry.confidence_${code}`,
};

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isName = (value: Record<string, unknown>): boolean =>
  'zh' in value && Object.keys(value).every((key) => key === 'zh' || key === 'en');

/** A value of a record as a person reads it: codes by their words, where the workbench knows one. */
export function valueText(kind: string, member: string, value: unknown, plan: PlanWords): string {
  if (value === null || value === undefined || value === '') return '—';
  if (Array.isArray(value)) return listText(kind, member, value, plan);
  if (isObject(value)) return objectText(kind, member, value, plan);
  if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no');
  if (typeof value === 'number') return numberText(member, value);
  return wordOf(kind, member, String(value), plan);
}

function listText(kind: string, member: string, list: unknown[], plan: PlanWords): string {
  const texts = list.map((one) => valueText(kind, member, one, plan));
  if (texts.length === 0) return '—';
  return list.some(isObject) ? texts.join('\n') : joined(texts);
}

/** A name in both languages, for either may have changed; a reference by its name; anything else member by member. */
function objectText(kind: string, member: string, value: Record<string, unknown>, plan: PlanWords): string {
  if (isName(value)) return [value.zh, value.en].filter(Boolean).join(' / ') || '—';
  if (isObject(value.name) && isName(value.name) && ('slug' in value || 'code' in value))
    return localName(value.name as unknown as LocalName);
  const path = `${kind}.${member}`;
  const parts = Object.entries(value)
    .filter(([key, part]) => key !== 'id' && part !== null && part !== '')
    .map(([key, part]) => `${memberName(key)} ${valueText(path, key, part, plan)}`);
  return joined(parts) || '—';
}

function numberText(member: string, value: number): string {
  if (member === 'size') return fileSize(value);
  if (member === 'host_share' || member === 'share') return `${value / 100}%`;
  return String(value);
}

function wordOf(kind: string, member: string, code: string, plan: PlanWords): string {
  if (INSTANT.test(code)) return moment(code);
  if (member === 'category') return plan.categoryName(code);
  if (member === 'field' || member === 'fields') return plan.fieldName(code);
  if (member === 'directions') return plan.directionName(null, null, code);
  if (['event', 'stands_for', 'way'].includes(member)) return plan.eventName(code);
  if (kind === 'platform' && /(^|_)state$/.test(member)) return plan.stateName(code);
  const key = (TEXTS[`${kind}.${member}`] ?? TEXTS[member])?.(code) ?? '';
  return key in allTexts ? t(key) : code;
}
