import { ref, watch, type Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { isDay, today } from '@/shared/days';

/** The first day of the plan's period: the left end of every slider. */
export const PLAN_START = '2016-01-01';

/** The day that an overview looks at: kept in the address, so that the page can be sent to somebody. */
export function useAsOf(): Ref<string> {
  const route = useRoute();
  const router = useRouter();
  const asked = route.query.as_of;
  const asOf = ref(typeof asked === 'string' && isDay(asked) ? asked : today());
  watch(asOf, (day) => {
    const { as_of: _, ...rest } = route.query;
    void router.replace({ query: day === today() ? rest : { ...rest, as_of: day } });
  });
  return asOf;
}
