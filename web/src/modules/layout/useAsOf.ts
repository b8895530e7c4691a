import { computed, ref, watch, type ComputedRef, type Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { t } from '@/app/i18n';
import { isDay, today } from '@/shared/days';

/** The first day of the plan's period: the left end of every slider. */
export const PLAN_START = '2016-01-01';

/** The day that an overview looks at: kept in the address, so that the page can be sent to somebody. */
export function useAsOf(): { asOf: Ref<string>; marks: ComputedRef<{ day: string; label: string }[]> } {
  const route = useRoute();
  const router = useRouter();
  const asked = route.query.as_of;
  const asOf = ref(typeof asked === 'string' && isDay(asked) ? asked : today());
  watch(asOf, (day) => {
    const { as_of: _, ...rest } = route.query;
    void router.replace({ query: day === today() ? rest : { ...rest, as_of: day } });
  });
  const marks = computed(() => [
    { day: PLAN_START, label: t('layout.mark_start') },
    { day: '2017-11-06', label: t('layout.mark_plan') },
    { day: '2018-06-30', label: t('layout.mark_mid_2018') },
    { day: '2020-12-31', label: t('layout.mark_target') },
    { day: today(), label: t('layout.mark_today') },
  ]);
  return { asOf, marks };
}
