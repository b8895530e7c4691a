import type { HostRow } from './components/HostsEditor.vue';
import type { PlaceForm } from './components/PlaceFields.vue';

/** A number typed by hand: null when empty; what is no number goes out as it is, so that the server names the field. */
export function numberOrNull(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : (trimmed as unknown as number);
}

export const textOrNull = (text: string): string | null => text.trim() || null;

export const nameOf = (name: { zh: string; en: string }) => ({ zh: name.zh.trim(), en: textOrNull(name.en) });

/** Rows without an organisation are rows not filled in. */
export function hostInputs(rows: HostRow[]): { organisation: number; share: number | null; lead: boolean }[] {
  return rows
    .filter((row) => row.organisation !== null)
    .map((row, index) => ({
      organisation: row.organisation?.id ?? 0,
      share: numberOrNull(row.share),
      lead: index === 0,
    }));
}

export const placeInput = (place: PlaceForm) => ({
  province: place.province || null,
  city: textOrNull(place.city),
  longitude: numberOrNull(place.longitude),
  latitude: numberOrNull(place.latitude),
});

export const emptyPlace = (): PlaceForm => ({ province: '', city: '', longitude: '', latitude: '' });

export const ids = (files: { id: number }[]): number[] => files.map((file) => file.id);
