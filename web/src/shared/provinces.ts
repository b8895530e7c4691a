/** The 34 provincial units by region in the order of GB/T 2260, for tables and choices; names are texts `province.<code>`. */
export const REGIONS: { id: string; codes: string[] }[] = [
  { id: 'north', codes: ['11', '12', '13', '14', '15'] },
  { id: 'northeast', codes: ['21', '22', '23'] },
  { id: 'east', codes: ['31', '32', '33', '34', '35', '36', '37'] },
  { id: 'centre_south', codes: ['41', '42', '43', '44', '45', '46'] },
  { id: 'southwest', codes: ['50', '51', '52', '53', '54'] },
  { id: 'northwest', codes: ['61', '62', '63', '64', '65'] },
  { id: 'hk_mo_tw', codes: ['71', '81', '82'] },
];

export const PROVINCES: string[] = REGIONS.flatMap((region) => region.codes);
