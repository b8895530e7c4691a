import { ref, watch, type Ref } from 'vue';
import { api } from '@/api/client';
import type { Grant, OrganisationRef } from '@/api/types';
import { useSession } from '@/modules/identity/store';
import { today } from '@/shared/days';

/** What a scope is held against: today's platform with its hosts and supervisors. */
export interface Reached {
  id: number;
  hosts: Pick<OrganisationRef, 'id'>[];
  supervisors: Pick<OrganisationRef, 'id'>[];
}

type ParentOf = (organisation: number) => Promise<number | null>;

/** Whether one of the scopes holds the platform: everything, the platform, or an organisation at or above one of its own. */
export async function holds(grants: Grant[], platform: Reached, parentOf: ParentOf): Promise<boolean> {
  const given = (kind: Grant['scope']['kind']) =>
    grants.filter(({ scope }) => scope.kind === kind).map(({ scope }) => scope.id);
  if (given('all').length > 0 || given('platform').includes(platform.id)) return true;
  const wanted = given('organisation');
  if (wanted.length === 0) return false;
  const seen = new Set<number>();
  for (const own of [...platform.hosts, ...platform.supervisors])
    for (let at: number | null = own.id; at !== null && !seen.has(at); at = await parentOf(at)) {
      if (wanted.includes(at)) return true;
      seen.add(at);
    }
  return false;
}

const parentOf: ParentOf = async (id) =>
  (await api.get('/organisations/{id}', { path: { id: String(id) } })).data.parent?.id ?? null;

/** What others have delegated to the account and is in force. */
async function delegatedTo(account: number): Promise<Grant[]> {
  const { items } = (await api.get('/delegations', { query: { limit: 500 } })).data;
  const day = today();
  return items
    .filter((one) => one.to.id === account && !one.revoked_at)
    .filter((one) => one.valid_from <= day && day <= one.valid_to)
    .flatMap((one) => one.grants);
}

/**
 * Whether the caller's scopes hold the platform, so that nothing is offered which the server would refuse.
 * Until it is known, and where it cannot be, nothing is offered.
 */
export function useReach(platform: Ref<Reached | undefined>): Ref<boolean> {
  const session = useSession();
  const reached = ref(false);
  watch(
    () => platform.value?.id,
    async () => {
      const account = session.session?.account;
      const one = platform.value;
      if (!account || !one) return;
      const found =
        (await holds(account.grants, one, parentOf).catch(() => false)) ||
        (await delegatedTo(account.id)
          .then((grants) => holds(grants, one, parentOf))
          .catch(() => false));
      if (platform.value?.id === one.id) reached.value = found;
    },
    { immediate: true },
  );
  return reached;
}
