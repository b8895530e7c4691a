import type { Milestone, Plan, PlanTask } from '@/api/types';
import { dayNumber } from '@/shared/days';

/** Days of a timeline, both ends included. */
export interface Span {
  from: string;
  to: string;
}

/** Whole years from the plan's issue to its last deadline or target day, whichever is later. */
export function wholeSpan(plan: Plan, tasks: PlanTask[]): Span {
  const last = tasks
    .flatMap((task) => task.milestones.map((one) => one.due))
    .reduce((late, day) => (day > late ? day : late), plan.target_by);
  return { from: `${plan.issued.slice(0, 4)}-01-01`, to: `${last.slice(0, 4)}-12-31` };
}

export const yearSpan = (year: number): Span => ({ from: `${year}-01-01`, to: `${year}-12-31` });

export function yearsOf(span: Span): number[] {
  const first = Number(span.from.slice(0, 4));
  return Array.from({ length: Number(span.to.slice(0, 4)) - first + 1 }, (_, index) => first + index);
}

/** Where a day begins, in pixels from the left edge; days outside the span lie outside 0..width. */
export function position(day: string, span: Span, width: number): number {
  const from = dayNumber(span.from);
  return ((dayNumber(day) - from) / (dayNumber(span.to) - from + 1)) * width;
}

export const within = (day: string, span: Span): boolean => day >= span.from && day <= span.to;

export interface Quarter {
  year: number;
  quarter: number;
  left: number;
  right: number;
}

export function quartersOf(span: Span, width: number): Quarter[] {
  return yearsOf(span).flatMap((year) =>
    [1, 2, 3, 4].map((quarter) => {
      const starts = `${year}-${String(quarter * 3 - 2).padStart(2, '0')}-01`;
      const next =
        quarter === 4 ? `${year + 1}-01-01` : `${year}-${String(quarter * 3 + 1).padStart(2, '0')}-01`;
      return { year, quarter, left: position(starts, span, width), right: position(next, span, width) };
    }),
  );
}

export interface PlacedMark {
  milestone: Milestone;
  x: number;
  /** Where the deadline first lay, when it has moved. */
  first: number | null;
}

/**
 * The milestones of a row within the span, left to right. Marks that would cover each other move apart: none nearer
 * than `gap`, none beyond the edges, order kept.
 */
export function placeMarks(milestones: Milestone[], span: Span, width: number, gap: number): PlacedMark[] {
  const placed = milestones
    .filter((one) => within(one.due, span))
    .sort(
      (left, right) =>
        left.due.localeCompare(right.due) || left.code.localeCompare(right.code, 'en', { numeric: true }),
    )
    .map((milestone) => ({
      milestone,
      x: position(milestone.due, span, width),
      first: milestone.first_due === milestone.due ? null : position(milestone.first_due, span, width),
    }));
  let right = width - gap / 2;
  for (const one of [...placed].reverse()) {
    one.x = Math.min(one.x, right);
    right = one.x - gap;
  }
  let left = gap / 2;
  for (const one of placed) {
    one.x = Math.max(one.x, left);
    left = one.x + gap;
  }
  return placed;
}

/** A place in the figure that can hold the focus: column 0 is the head of the row, then its marks. */
export interface Spot {
  row: number;
  column: number;
}

/**
 * Where an arrow key leads. `rows` are the positions of each row's marks; up and down keep to the mark nearest in
 * time. Null when the key moves nothing.
 */
export function moved(rows: number[][], at: Spot, key: string): Spot | null {
  const last = (row: number) => rows[row]?.length ?? 0;
  const to = (row: number, column: number): Spot | null =>
    row < 0 || row >= rows.length || column < 0 || column > last(row) ? null : { row, column };
  const beside = (row: number): Spot | null => {
    const marks = rows[row];
    if (!marks) return null;
    const x = rows[at.row]?.[at.column - 1];
    if (x === undefined || marks.length === 0) return { row, column: 0 };
    const distances = marks.map((one) => Math.abs(one - x));
    return { row, column: 1 + distances.indexOf(Math.min(...distances)) };
  };
  switch (key) {
    case 'ArrowLeft':
      return to(at.row, at.column - 1);
    case 'ArrowRight':
      return to(at.row, at.column + 1);
    case 'ArrowUp':
      return beside(at.row - 1);
    case 'ArrowDown':
      return beside(at.row + 1);
    case 'Home':
      return at.column === 0 ? to(0, 0) : to(at.row, 0);
    case 'End':
      return at.column === last(at.row) ? to(rows.length - 1, 0) : to(at.row, last(at.row));
    default:
      return null;
  }
}
