/** Money is kept in whole fen and written in yuan with two decimals. */
export function yuanText(fen: number | null): string {
  if (fen === null) return '';
  const sign = fen < 0 ? '-' : '';
  const whole = Math.abs(fen);
  return `${sign}${Math.floor(whole / 100)}.${String(whole % 100).padStart(2, '0')}`;
}

/** Yuan as typed to fen, without a detour over fractions; what is no amount goes out as it is for the server to name. */
export function fenOf(text: string): number | null {
  const typed = text.trim().replace(/,/g, '');
  if (typed === '') return null;
  const parts = /^(\d+)(?:\.(\d{1,2}))?$/.exec(typed);
  if (!parts) return typed as unknown as number;
  return Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
}

/** An amount as people read it, in units of ten thousand yuan from there on. */
export function moneyText(fen: number | null, unknown: string, tenThousand: string, yuan: string): string {
  if (fen === null) return unknown;
  const wan = Math.abs(fen) >= 1_000_000;
  const [whole, part] = (wan ? (fen / 1_000_000).toFixed(2) : yuanText(fen)).split('.');
  return `${(whole ?? '').replace(/\B(?=(\d{3})+$)/g, ',')}.${part} ${wan ? tenThousand : yuan}`;
}
