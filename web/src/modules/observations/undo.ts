import type { FlagWish } from './revisions';
import type { SeriesPoint } from './series';

/** The flags that observations carried, so that they can be put back: one edit for each flag, at most so many ids each. */
export const MOST_IDS = 10_000;

export function flagsBefore(points: SeriesPoint[], reason: string): FlagWish[] {
  const byFlag = new Map<FlagWish['flag'], number[]>();
  for (const { quality, id } of points) byFlag.set(quality, [...(byFlag.get(quality) ?? []), id]);
  return [...byFlag].flatMap(([flag, ids]) =>
    Array.from({ length: Math.ceil(ids.length / MOST_IDS) }, (_, part) => ({
      flag,
      ids: ids.slice(part * MOST_IDS, (part + 1) * MOST_IDS),
      reason,
    })),
  );
}
