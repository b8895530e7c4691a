import { t } from '@/app/i18n';
import { fenOf, moneyText, yuanText } from '@/modules/supervision/money';
import { numberOrNull } from '@/modules/registry/forms';

export const COMMITMENT_KINDS = ['posts', 'equipment', 'housing', 'land', 'money'] as const;
export type CommitmentKind = (typeof COMMITMENT_KINDS)[number];

/** An amount in the words of its kind; land is kept in hundredths of a mu, money in fen. */
export function amountText(kind: CommitmentKind, amount: number | null): string {
  if (amount === null) return t('registers.amount_unknown');
  if (kind === 'money')
    return moneyText(amount, '', t('supervision.ten_thousand_yuan'), t('supervision.yuan'));
  if (kind === 'land') return t('registers.mu', { amount: yuanText(amount) });
  const units = { posts: 'post', equipment: 'set', housing: 'square_metre' } as const;
  return `${amount} ${t(`registers.unit_${units[kind]}`)}`;
}

/** Amounts are typed in mu and yuan, with two decimals. */
export const amountTyped = (kind: CommitmentKind, amount: number | null): string =>
  amount === null ? '' : kind === 'money' || kind === 'land' ? yuanText(amount) : String(amount);

export const amountOf = (kind: CommitmentKind, text: string): number | null =>
  kind === 'money' || kind === 'land' ? fenOf(text) : numberOrNull(text);

/** "3, 5 、7" as the numbers of tasks; what is no number goes out for the server to name. */
export const taskNumbers = (text: string): number[] =>
  text
    .split(/[\s,，、;；]+/)
    .filter(Boolean)
    .map((one) => (/^\d+$/.test(one) ? Number(one) : (one as unknown as number)));

/** Lines of a text, those without words left out. */
export const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean);
