/** Lines of a comparison are told apart by colour, by dashes and by number: the same number stands in the legend. */
export interface LineLook {
  colour: string;
  dash: number[];
}

/** Eight, the most that are compared; each has three to one or more against white. */
export const LINES: LineLook[] = [
  { colour: '#1256a6', dash: [] },
  { colour: '#b3261e', dash: [8, 4] },
  { colour: '#1d6b3a', dash: [2, 3] },
  { colour: '#8a5a00', dash: [12, 4, 2, 4] },
  { colour: '#6a3d9a', dash: [] },
  { colour: '#007c89', dash: [8, 4] },
  { colour: '#a3195b', dash: [2, 3] },
  { colour: '#3c4650', dash: [12, 4, 2, 4] },
];
export const MOST_COMPARED = LINES.length;

export const lineLook = (index: number): LineLook => LINES[index % LINES.length] as LineLook;
