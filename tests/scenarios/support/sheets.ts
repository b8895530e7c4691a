// Sheets as the ministry's people send them: CSV in two encodings, XLSX, and hostile ones.
import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export function csv(rows: string[][]): Uint8Array {
  return strToU8(csvText(rows));
}
export function csvText(rows: string[][]): string {
  return rows.map((row) => row.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')).join('\r\n') + '\r\n';
}

/** CSV in GB18030, from the decoder's own table of two-byte characters. */
export function csvGb18030(rows: string[][]): Uint8Array {
  const decoder = new TextDecoder('gb18030');
  const table = new Map<string, [number, number]>();
  for (let first = 0x81; first <= 0xfe; first += 1) {
    for (let second = 0x40; second <= 0xfe; second += 1) {
      if (second !== 0x7f) table.set(decoder.decode(new Uint8Array([first, second])), [first, second]);
    }
  }
  return Uint8Array.from(
    [...csvText(rows)].flatMap((letter) => {
      if (letter.codePointAt(0)! < 0x80) return [letter.codePointAt(0)!];
      const bytes = table.get(letter);
      if (bytes === undefined) throw new Error(`${letter} is not a two-byte character of GB18030`);
      return bytes;
    }),
  );
}

export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const source = text.replace(/^\uFEFF/, '');
  for (let at = 0; at < source.length; at += 1) {
    const letter = source[at]!;
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (source[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === ',') {
      row.push(cell);
      cell = '';
    } else if (letter === '\n') {
      rows.push([...row, cell.replace(/\r$/, '')]);
      row = [];
      cell = '';
    } else cell += letter;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  return rows.filter((entry) => entry.length > 1 || entry[0] !== '');
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A workbook of one sheet with inline texts; `sheetXml` replaces the sheet, for hostile ones. */
export function xlsx(rows: string[][], options: { sheetXml?: Uint8Array; name?: string; extra?: Zippable } = {}): Uint8Array {
  const cells = rows
    .map((row, index) => `<row r="${index + 1}">${row.map((cell) => `<c t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`).join('')}</row>`)
    .join('');
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const files: Zippable = {
    '[Content_Types].xml': strToU8(
      '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    ),
    '_rels/.rels': strToU8(`<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
    'xl/workbook.xml': strToU8(`<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="${escaped(options.name ?? '平台')}" sheetId="1" r:id="rId1"/></sheets></workbook>`),
    'xl/_rels/workbook.xml.rels': strToU8(`<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`),
    'xl/worksheets/sheet1.xml': options.sheetXml ?? strToU8(`<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${main}"><sheetData>${cells}</sheetData></worksheet>`),
    ...options.extra,
  };
  return zipSync(files);
}

/** The texts of the first sheet of a workbook, row by row. */
export function readXlsx(bytes: Uint8Array, sheet = 1): string[][] {
  const files = unzipSync(bytes);
  const text = (name: string): string => strFromU8(files[name] ?? new Uint8Array());
  const unescaped = (raw: string): string => raw.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');
  const shared = [...text('xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map((match) => unescaped([...match[1]!.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map((part) => part[1]).join('')));
  return [...text(`xl/worksheets/sheet${sheet}.xml`).matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map((row) => {
    const cells: string[] = [];
    for (const cell of row[1]!.matchAll(/<c\b([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const column = /r="([A-Z]+)\d+"/.exec(cell[1]!)?.[1];
      const at = column === undefined ? cells.length : [...column].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
      const value = /<v>(.*?)<\/v>/s.exec(cell[2] ?? '')?.[1];
      const inline = /<t[^>]*>(.*?)<\/t>/s.exec(cell[2] ?? '')?.[1];
      while (cells.length < at) cells.push('');
      cells.push(/t="s"/.test(cell[1]!) ? (shared[Number(value)] ?? '') : unescaped(value ?? inline ?? ''));
    }
    return cells;
  });
}

/** A sheet that unpacks to `megabytes` of nothing. */
export function zipBomb(megabytes: number): Uint8Array {
  const nothing = new Uint8Array(megabytes * 1024 * 1024).fill(0x20);
  return xlsx([], { sheetXml: nothing });
}

/** A sheet whose entities would grow without end. */
export function entityBomb(): Uint8Array {
  const levels = Array.from({ length: 9 }, (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`).join('');
  return xlsx([], {
    sheetXml: strToU8(`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">${levels}]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData></worksheet>`),
  });
}

export { unzipSync, zipSync, strToU8 };
