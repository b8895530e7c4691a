import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { api } from '@/api/client';
import type {
  AnnualReport,
  BoundedDay,
  Category,
  CategoryList,
  EventType,
  LocalText,
  PlatformState,
} from '@/api/types';
import { language, localName, t } from '@/app/i18n';

/** The vocabulary of the registry: categories with fields and directions, states, kinds of events. Read once. */
export const useCategories = defineStore('categories', () => {
  const list = ref<CategoryList | null>(null);
  let asking: Promise<void> | null = null;

  async function ask(): Promise<void> {
    list.value = (await api.get('/categories')).data;
  }

  function ensure(): Promise<void> {
    if (list.value) return Promise.resolve();
    asking ??= ask().finally(() => (asking = null));
    return asking;
  }

  const categories = computed<Category[]>(() => list.value?.items ?? []);
  const byId = (id: string | null | undefined): Category | undefined =>
    categories.value.find((one) => one.id === id);
  const categoryName = (id: string): string => localName(byId(id)?.name) || id;

  const fieldName = (field: string): string => {
    for (const category of categories.value) {
      const found = category.fields.find((one) => one.id === field);
      if (found) return localName(found.name);
    }
    return field;
  };

  const stateName = (state: PlatformState | string): string =>
    localName(list.value?.states.find((one) => one.state === state)?.name) || state;

  const eventName = (type: EventType | string): string =>
    localName(list.value?.events.find((one) => one.type === type)?.name) || type;

  /** Without a category or a field it is looked for in all. */
  const directionName = (category: string | null, field: string | null, direction: string): string => {
    const found = categories.value
      .filter((one) => !category || one.id === category)
      .flatMap((one) => one.fields)
      .filter((one) => !field || one.id === field)
      .flatMap((one) => one.directions)
      .find((one) => one.id === direction);
    return localName(found?.name) || direction;
  };

  const categoryOptions = computed(() =>
    categories.value.map((one) => ({ value: one.id, label: localName(one.name) })),
  );
  const fieldOptions = (category: string | null | undefined) =>
    (byId(category)?.fields ?? []).map((one) => ({ value: one.id, label: localName(one.name) }));

  return {
    list,
    ensure,
    categories,
    byId,
    categoryName,
    fieldName,
    stateName,
    eventName,
    directionName,
    categoryOptions,
    fieldOptions,
  };
});

/** A day that may be known only within bounds, said honestly. */
export function boundedText(day: BoundedDay | null | undefined): string {
  if (!day || day.precision === 'unknown') return t('registry.day_unknown');
  if (day.precision === 'day' && day.day) return day.day;
  if (day.precision === 'month' && day.day) return day.day.slice(0, 7);
  if (day.precision === 'year' && day.day) return day.day.slice(0, 4);
  if (day.earliest && day.latest) return t('registry.day_between', { from: day.earliest, to: day.latest });
  if (day.earliest) return t('registry.day_not_before', { day: day.earliest });
  if (day.latest) return t('registry.day_not_after', { day: day.latest });
  return day.day ?? t('registry.day_unknown');
}

/** Separator of names in a row of text. */
export const joined = (names: string[]): string => names.join(language.value === 'en' ? ', ' : '、');

/** "中国地质大学 60%"; a share that is not known is not shown. */
export const hostText = (host: { organisation: { name: LocalText }; share: number | null }): string =>
  localName(host.organisation.name) + (host.share === null ? '' : ` ${host.share}%`);

type Look = {
  shape: 'circle' | 'square' | 'diamond' | 'triangle' | 'ring' | 'bar';
  tone: 'green' | 'amber' | 'red' | 'blue' | 'grey';
};

/** How a state looks; its word comes with it. */
export function stateLook(state: PlatformState | string): Look {
  if (['operating', 'regular'].includes(state)) return { shape: 'circle', tone: 'green' };
  if (['building', 'trial', 'incubating', 'assessed', 'applied', 'argued'].includes(state))
    return { shape: 'ring', tone: 'blue' };
  if (state === 'rectifying') return { shape: 'diamond', tone: 'amber' };
  if (['joined', 'promoted', 'converted', 'merged'].includes(state))
    return { shape: 'triangle', tone: 'blue' };
  if (state === 'refused') return { shape: 'square', tone: 'red' };
  return { shape: 'bar', tone: 'grey' };
}

/** How a platform stands towards the control numbers. */
export function standingLook(standing: 'counted' | 'reserved' | 'not_counted'): Look & { text: string } {
  const text = t(`registry.standing_${standing}`);
  if (standing === 'counted') return { shape: 'circle', tone: 'green', text };
  if (standing === 'reserved') return { shape: 'ring', tone: 'blue', text };
  return { shape: 'bar', tone: 'grey', text };
}

/** A condition is met, missing, or not knowable. */
export function conditionLook(met: boolean | null): Look & { text: string } {
  if (met === true) return { shape: 'circle', tone: 'green', text: t('registry.met') };
  if (met === false) return { shape: 'square', tone: 'red', text: t('registry.missing') };
  return { shape: 'ring', tone: 'grey', text: t('registry.not_known') };
}

/** An annual report's standing: what is asked for, what is late, what is done. */
export function reportLook(state: AnnualReport['state']): Look & { text: string } {
  const looks: Record<AnnualReport['state'], Look> = {
    due: { shape: 'ring', tone: 'blue' },
    late: { shape: 'diamond', tone: 'amber' },
    missing: { shape: 'square', tone: 'red' },
    draft: { shape: 'ring', tone: 'grey' },
    submitted: { shape: 'triangle', tone: 'blue' },
    returned: { shape: 'diamond', tone: 'amber' },
    accepted: { shape: 'circle', tone: 'green' },
  };
  return { ...looks[state], text: t(`report_state.${state}`) };
}

/** A plan of exits is known by its document; without one, by the day on which it restores the number. */
export const exitPlanName = (plan: { document_number: string | null; restores_on: string }): string =>
  plan.document_number ?? t('registry.exit_plan_until', { day: plan.restores_on });

export function exitPlanLook(state: 'open' | 'done' | 'late'): Look & { text: string } {
  const text = t(`exit_plan_state.${state}`);
  if (state === 'done') return { shape: 'circle', tone: 'green', text };
  if (state === 'late') return { shape: 'square', tone: 'red', text };
  return { shape: 'ring', tone: 'blue', text };
}
