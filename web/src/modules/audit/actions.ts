import { computed, type ComputedRef } from 'vue';
import { api } from '@/api/client';
import { allTexts, localName, t } from '@/app/i18n';
import { useLoad } from '@/shared/useLoad';

export interface ActionNames {
  /** The action's name; where the table has none, its code. */
  nameOf: (action: string) => string;
  /** The actions that write, for a choice; empty until the table is read. */
  choices: ComputedRef<{ value: string; label: string }[]>;
}

/** The names of actions, from the permission table. */
export function useActionNames(): ActionNames {
  const { data } = useLoad(async (signal) => (await api.get('/permissions', { signal })).data);
  const names = computed(
    () => new Map((data.value?.items ?? []).map((one) => [one.action as string, localName(one.name)])),
  );
  return {
    nameOf: (action) => names.value.get(action) || action,
    choices: computed(() =>
      [...names.value]
        .filter(([action]) => !/\.(read|export)$/.test(action))
        .map(([value, label]) => ({ value, label })),
    ),
  };
}

/** The word for a kind of thing that the record speaks of. */
export function kindName(kind: string): string {
  const key = `audit_kind.${kind}`;
  return key in allTexts ? t(key) : kind;
}

/** The word for a member of a thing; where there is none, its name in the interface. */
export function memberName(member: string): string {
  const key = `audit_member.${member}`;
  return key in allTexts ? t(key) : member;
}
