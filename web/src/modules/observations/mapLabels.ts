/** Names on the map: as much as has room on a phone in two lines; the list beside the map has all of it. */

const WIDTH = 28; // of a line, in halves of a Chinese character
const LINES = 2;

const widthOf = (letter: string): number => (/[\u1100-\uffff]/.test(letter) ? 2 : 1);

/** How many letters of the text have room in a line; up to a space where it is not all, if there is one. */
function lineEnd(letters: string[]): number {
  let width = 0;
  const end = letters.findIndex((letter) => (width += widthOf(letter)) > WIDTH);
  if (end < 0) return letters.length;
  const space = letters.lastIndexOf(' ', end);
  return space > 0 ? space : end;
}

export function labelOf(name: string): string {
  const lines: string[] = [];
  let rest = [...name.trim()];
  while (rest.length > 0 && lines.length < LINES) {
    const end = lineEnd(rest);
    lines.push(rest.slice(0, end).join(''));
    rest = [...rest.slice(end).join('').trimStart()];
  }
  return lines.join('\n') + (rest.length > 0 ? '…' : '');
}
