import { allTexts, t } from '@/app/i18n';

/** Beijing, Tianjin, Shanghai and Chongqing: province and city in one (GB/T 2260). */
const MUNICIPALITIES = ['11', '12', '31', '50'];

/** Province and city as one place; a municipality, whose city bears the province's name, is named once. */
export function placeText(province: string | null | undefined, city: string | null | undefined): string {
  if (!province) return city ?? '';
  const key = `province.${province}`;
  const itself = allTexts[key]?.zh ?? '';
  const once =
    MUNICIPALITIES.includes(province) && city?.startsWith(itself) && city.length <= itself.length + 1;
  return [t(key), once ? '' : city].filter(Boolean).join(' ');
}
