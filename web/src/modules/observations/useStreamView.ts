import { computed, ref, watch, type Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { useLoad } from '@/shared/useLoad';
import { curveOf } from './curve';
import { MOST_COMPARED } from './lines';
import { instantOf, momentOf, readMoment, written } from './moments';
import {
  readSeries,
  readSeveral,
  readStream,
  type Series,
  type SeriesQuery,
  type StreamPage,
} from './series';
import { unitText } from './quantities';
import type { Span } from './span';

export interface Shown {
  stream: StreamPage;
  series: Series;
}

const BUCKETS = 1000;
const NUMBER = /^[1-9]\d{0,15}$/;

/** The whole record of streams: from the first observation of any to just behind the last. */
export function wholeOf(streams: Pick<StreamPage, 'extent'>[]): Span | null {
  const extents = streams.flatMap(({ extent }) => (extent ? [extent] : []));
  if (extents.length === 0) return null;
  const from = Math.min(...extents.map((one) => momentOf(one.from)));
  const to = Math.max(...extents.map((one) => momentOf(one.to))) + 1;
  return { from: Math.floor(from), to: Math.ceil(to) };
}

/** A stream and those it is compared with, over one stretch; all of it stands in the address. */
export function useStreamView(id: Ref<number>) {
  const route = useRoute();
  const router = useRouter();
  const inAddress = (key: string): string =>
    typeof route.query[key] === 'string' ? (route.query[key] as string) : '';

  const compared = ref(
    inAddress('with')
      .split(',')
      .filter((text) => NUMBER.test(text))
      .map(Number)
      .slice(0, MOST_COMPARED - 1),
  );
  const [first, last] = [readMoment(inAddress('from')), readMoment(inAddress('to'))];
  const span = ref<Span | null>(
    first !== null && last !== null && first < last ? { from: first, to: last } : null,
  );
  const asOf = ref(inAddress('as_of'));
  const skipBad = ref(inAddress('skip_bad') === 'true');
  const calibrated = ref(inAddress('calibrated') === 'true');
  const ids = computed(() => [id.value, ...compared.value]);

  const about = useLoad((signal) => Promise.all(ids.value.map((one) => readStream(one, signal))), [ids]);
  const whole = computed(() => wholeOf(about.data.value ?? []));
  const asked = computed(() => span.value ?? whole.value);
  /** Where the last observation that came in since lies: shown without asking for the range again. */
  const grownTo = ref(0);
  const stretch = computed(
    () => asked.value && { ...asked.value, to: Math.max(asked.value.to, grownTo.value) },
  );

  const asOfMoment = computed(() => readMoment(asOf.value));
  const query = computed<SeriesQuery>(() => ({
    from: asked.value ? instantOf(asked.value.from) : undefined,
    to: asked.value ? instantOf(asked.value.to) : undefined,
    as_of: asOfMoment.value === null ? undefined : instantOf(asOfMoment.value),
    skip_bad: skipBad.value || undefined,
    calibrated: calibrated.value || undefined,
  }));

  const drawn = useLoad(
    async (signal): Promise<Shown[] | undefined> => {
      const streams = about.data.value;
      if (!streams || !asked.value) return undefined;
      const wish = { ...query.value, buckets: BUCKETS };
      const [only] = streams;
      const series =
        streams.length === 1 && only
          ? [await readSeries(only.id, wish, signal)]
          : await readSeveral(
              streams.map((one) => one.id),
              wish,
              signal,
            );
      return streams.flatMap((stream, index) => {
        const found = series[index];
        return found ? [{ stream, series: found }] : [];
      });
    },
    [about.data, query],
  );
  const lines = computed(() =>
    (drawn.data.value ?? []).map(({ stream, series }) => ({
      key: stream.id,
      name: stream.name,
      unit: unitText(stream.units),
      curve: curveOf(series, stream.cadence_seconds),
    })),
  );

  watch([span, asOf, skipBad, calibrated, compared], () => {
    const address: Record<string, string> = {};
    if (span.value) Object.assign(address, { from: written(span.value.from), to: written(span.value.to) });
    if (asOf.value) address.as_of = asOf.value;
    if (skipBad.value) address.skip_bad = 'true';
    if (calibrated.value) address.calibrated = 'true';
    if (compared.value.length) address.with = compared.value.join(',');
    void router.replace({ query: address });
  });

  return {
    about,
    drawn,
    lines,
    whole,
    span,
    grownTo,
    stretch,
    query,
    asOf,
    skipBad,
    calibrated,
    compared,
    ids,
    show(next: Span) {
      grownTo.value = 0;
      span.value = next;
    },
    add: (stream: number) => (compared.value = [...compared.value, stream].slice(0, MOST_COMPARED - 1)),
    remove: (stream: number) => (compared.value = compared.value.filter((one) => one !== stream)),
    reload: () => about.reload(),
  };
}
