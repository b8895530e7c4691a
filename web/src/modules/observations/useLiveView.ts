import { computed, shallowRef, watch } from 'vue';
import { latestOfAll, withArrivals, withFlags } from './liveSeries';
import { momentOf } from './moments';
import type { SeriesPoint } from './series';
import { useLive, type LiveNews, type LiveRevision } from './useLive';
import type { Shown, useStreamView } from './useStreamView';

const UNTIL_READ_MS = 1000;

/**
 * A stream's page as observations come in: the newest value at its head, and new points in the plot and table while its
 * range reaches to the end of the record. What cannot be added (values under a calibration, a later version) is read
 * anew, once for all that comes within a second.
 */
export function useLiveView(view: ReturnType<typeof useStreamView>) {
  const latest = shallowRef(new Map<number, SeriesPoint>());
  let waiting = false;
  const follows = computed(
    () =>
      !view.asOf.value &&
      (!view.span.value || !view.whole.value || view.span.value.to >= view.whole.value.to),
  );
  watch(view.ids, () => (latest.value = new Map()));

  function read(): void {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      void view.about.reload();
    }, UNTIL_READ_MS);
  }

  function noteLatest(news: LiveNews[]): void {
    const held = new Map(latest.value);
    for (const { stream, observations } of news) {
      const shown = held.get(stream);
      const read = view.about.data.value?.find((one) => one.id === stream)?.latest;
      const newest = latestOfAll([...(shown ? [shown] : []), ...observations]);
      if (newest && (!read || momentOf(read.time) <= momentOf(newest.time))) held.set(stream, newest);
    }
    latest.value = held;
  }

  function observations(news: LiveNews[]): void {
    noteLatest(news);
    const shown = view.drawn.data.value;
    if (!follows.value) return;
    const counted = news.some((one) => one.observations.length === 0);
    if (!shown || view.calibrated.value || counted) return read();
    const grown = shown.map((one) => withNews(one, news, view.skipBad.value));
    if (grown.some((one) => one === null)) return read();
    view.drawn.data.value = grown as Shown[];
    view.grownTo.value = Math.max(
      view.grownTo.value,
      ...news.map((one) => Math.ceil(momentOf(one.last)) + 1),
    );
  }

  function revised(changes: LiveRevision[]): void {
    const shown = view.drawn.data.value;
    if (!shown || view.skipBad.value || changes.some((one) => one.reread)) return read();
    view.drawn.data.value = shown.map((one) => {
      const flags = changes.find((change) => change.stream === one.stream.id)?.flags;
      return flags ? { ...one, series: withFlags(one.series, flags) } : one;
    });
  }

  const { state } = useLive(view.ids, { observations, revised, reread: read });
  return { state, latest };
}

function withNews(shown: Shown, news: LiveNews[], skipBad: boolean): Shown | null {
  const own = news.find((one) => one.stream === shown.stream.id);
  if (!own) return shown;
  const wanted = skipBad
    ? own.observations.filter((one) => one.quality !== 4 && one.quality !== 9)
    : own.observations;
  const series = withArrivals(shown.series, wanted);
  return series && { ...shown, series };
}
