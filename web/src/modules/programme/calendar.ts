import { addDays, dayNumber } from '@/shared/days';

export const monthOf = (day: string): string => day.slice(0, 7);

export function monthAfter(month: string, count: number): string {
  const number = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count;
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
}

/** Monday is 0. 1970-01-01 was a Thursday. */
const weekday = (day: string): number => (((dayNumber(day) + 3) % 7) + 7) % 7;

export const weekOf = (day: string): string[] => {
  const monday = addDays(day, -weekday(day));
  return Array.from({ length: 7 }, (_, index) => addDays(monday, index));
};

/** The weeks that a month touches, Monday first; days of its neighbours fill them up. */
export function weeksOf(month: string): string[][] {
  const weeks: string[][] = [];
  let day = weekOf(`${month}-01`)[0] as string;
  while (monthOf(day) <= month) {
    weeks.push(weekOf(day));
    day = addDays(day, 7);
  }
  return weeks;
}
