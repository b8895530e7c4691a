/** Sizes as people read them: whole bytes, then one decimal of KiB or MiB. */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KiB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

/** A value of any kind as text, for comparisons of two versions. */
export function plainText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—';
  if (typeof value === 'object') return JSON.stringify(value, null, 1);
  return String(value);
}

/** The names of the members in which two versions differ, in the order of the first. */
export function differingKeys(before: unknown, after: unknown): string[] {
  const left = (before ?? {}) as Record<string, unknown>;
  const right = (after ?? {}) as Record<string, unknown>;
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return keys.filter((key) => JSON.stringify(left[key] ?? null) !== JSON.stringify(right[key] ?? null));
}
