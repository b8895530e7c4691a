import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { api } from '@/api/client';
import type { Plan, PlanStanding, PlanTask } from '@/api/types';
import { t } from '@/app/i18n';
import { addDays, isDay } from '@/shared/days';
import { useLoad } from '@/shared/useLoad';

/** The plans and the server's day, which in a trial run is not the reader's. Read once, again after a revision. */
export const usePlans = defineStore('plans', () => {
  const items = shallowRef<Plan[]>([]);
  const day = ref('');
  /** The plan that the person looked at last, by its slug. */
  const looked = ref('');
  let asking: Promise<void> | null = null;

  async function read(): Promise<void> {
    const { data } = await api.get('/plans');
    items.value = data.items;
    day.value = data.as_of;
  }

  function ensure(): Promise<void> {
    if (day.value) return Promise.resolve();
    asking ??= read().finally(() => (asking = null));
    return asking;
  }

  /** Where a new entry goes unless told otherwise: the plan looked at, else the newest. */
  const preferred = computed(
    () => (items.value.find((one) => one.slug === looked.value) ?? items.value[0])?.slug ?? '',
  );
  return { items, day, looked, preferred, ensure, read };
});

export interface PlanSituation {
  plan: Plan;
  tasks: PlanTask[];
  standing: PlanStanding;
}

export interface PlanView {
  situation: Ref<PlanSituation | undefined>;
  error: Ref<unknown>;
  loading: Ref<boolean>;
  reload: () => Promise<void>;
  /** The plan looked at, by its slug; empty until the plans are known. */
  slug: Ref<string>;
  /** The day looked at; empty until the server's day is known. */
  asOf: Ref<string>;
  choosePlan: (slug: string) => void;
  chooseDay: (day: string) => void;
  /** What links to other views carry along. */
  carried: ComputedRef<Record<string, string>>;
}

/** One plan on one day, with tasks and lights; both are kept in the address, so that the page can be sent to somebody. */
export function usePlanView(): PlanView {
  const route = useRoute();
  const router = useRouter();
  const plans = usePlans();
  const asked = (name: string) => (typeof route.query[name] === 'string' ? route.query[name] : '');
  const slug = ref(asked('plan'));
  const asOf = ref(isDay(asked('as_of')) ? asked('as_of') : plans.day);

  let answered = '';
  const question = () => `${slug.value} ${asOf.value}`;

  async function read(signal: AbortSignal): Promise<PlanSituation | undefined> {
    await plans.ensure();
    slug.value ||= plans.preferred;
    asOf.value ||= plans.day;
    answered = question();
    const plan = slug.value;
    plans.looked = plan;
    if (!plan) return undefined;
    const options = { path: { plan }, query: { as_of: asOf.value }, signal };
    const [whole, tasks, standing] = await Promise.all([
      api.get('/plans/{plan}', options),
      api.get('/plans/{plan}/tasks', options),
      api.get('/plans/{plan}/standing', options),
    ]);
    return { plan: whole.data, tasks: tasks.data.items, standing: standing.data };
  }

  const carried = computed(() => ({
    ...(slug.value && slug.value !== plans.items[0]?.slug ? { plan: slug.value } : {}),
    ...(asOf.value && asOf.value !== plans.day ? { as_of: asOf.value } : {}),
  }));
  const { data, error, loading, reload } = useLoad(read);
  // The first reading fills in what the address leaves open; only a change after it is a new question.
  watch([slug, asOf], () => {
    if (question() !== answered) void reload();
  });
  watch(carried, (query) => {
    const { plan: _, as_of: __, ...rest } = route.query;
    void router.replace({ query: { ...rest, ...query } });
  });
  return {
    situation: data,
    error,
    loading,
    reload,
    slug,
    asOf,
    choosePlan: (next) => (slug.value = next),
    chooseDay: (next) => (asOf.value = next),
    carried,
  };
}

/** Days worth looking at: when the plan came out, last month, the target day, today. */
export function dayMarks(plan: Plan, today: string): { day: string; label: string }[] {
  return [
    { day: plan.issued, label: t('programme.mark_issued') },
    { day: addDays(today, -30), label: t('programme.mark_month_ago') },
    { day: addDays(today, -7), label: t('programme.mark_week_ago') },
    { day: today, label: t('programme.mark_today') },
    { day: plan.target_by, label: t('programme.mark_target') },
  ];
}
