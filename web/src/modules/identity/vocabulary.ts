import { t } from '@/app/i18n';
import type { Grant, Role } from '@/api/types';
import { localName } from '@/app/i18n';

export const ROLES: Role[] = [
  'administrator',
  'ministry_officer',
  'regional_officer',
  'host_manager',
  'platform_director',
  'platform_secretary',
  'instrument_manager',
  'finance_officer',
  'data_steward',
  'expert',
  'researcher',
  'device',
];

export const roleName = (role: Role): string => t(`role.${role}`);

/** "Host manager · 中国地质科学院" */
export function grantText(grant: Grant): string {
  const scope = grant.scope.kind === 'all' ? t('identity.scope_all') : localName(grant.scope.name);
  return `${roleName(grant.role)} · ${scope}`;
}
