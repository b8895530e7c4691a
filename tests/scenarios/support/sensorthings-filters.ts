// Filters of SensorThings 1.1 (18-088, clauses 9.3.3.5.1 and 9.3.3.5.2): the expression and what it finds.

/** Of three stations: Alpha and Beta at points, Gamma along a line. */
export const places = {
  Alpha: { type: 'Point', coordinates: [110.5, 25.2] },
  Beta: { type: 'Point', coordinates: [111, 26] },
  Gamma: { type: 'LineString', coordinates: [[110, 25], [112, 25]] },
};
const here = "geography'POINT(110.5 25.2)'";
const around = "geography'POLYGON((110.4 25.1,110.6 25.1,110.6 25.3,110.4 25.3,110.4 25.1))'";
const meridian = "geography'LINESTRING(111 24,111 26.5)'";
const at = 'Locations/location';

export const ofThings: [string, string[]][] = [
  ["substringof('lph',name)", ['Alpha']],
  ["endswith(name,'ma')", ['Gamma']],
  ["startswith(name,'Be')", ['Beta']],
  ['length(name) eq 4', ['Beta']],
  ["indexof(name,'m') eq 2", ['Gamma']],
  ["substring(name,1) eq 'eta'", ['Beta']],
  ["substring(name,1,2) eq 'et'", ['Beta']],
  ["tolower(name) eq 'alpha'", ['Alpha']],
  ["toupper(name) eq 'GAMMA'", ['Gamma']],
  ["trim(concat(' ',name)) eq 'Beta'", ['Beta']],
  ["concat(concat(name,'/'),description) eq 'Beta/in the field'", ['Beta']],
  [`geo.distance(${at},${here}) lt 0.1`, ['Alpha']],
  [`geo.length(${at}) gt 1.9`, ['Gamma']],
  [`geo.intersects(${at},${around})`, ['Alpha']],
  [`st_equals(${at},${here})`, ['Alpha']],
  [`st_disjoint(${at},${around})`, ['Beta', 'Gamma']],
  [`st_touches(${at},geography'POLYGON((110 25,112 25,112 24,110 24,110 25))')`, ['Gamma']],
  [`st_within(${at},${around})`, ['Alpha']],
  [`st_overlaps(${at},geography'LINESTRING(111 25,113 25)')`, ['Gamma']],
  [`st_crosses(${at},${meridian})`, ['Gamma']],
  [`st_intersects(${at},${meridian})`, ['Beta', 'Gamma']],
  [`st_contains(${at},geography'POINT(111 25)')`, ['Gamma']],
  [`st_relate(${at},${here},'T********')`, ['Alpha']],
  ["Datastreams/ObservedProperty/name eq 'level' and name ne 'Beta'", ['Alpha', 'Gamma']],
  ["properties/karst eq true and not startswith(name,'A')", ['Beta', 'Gamma']],
];

export const observed: [string, number][] = [
  ['2021-12-31T23:59:58.500Z', 1.2],
  ['2022-01-15T06:30:00Z', 2.5],
  ['2022-02-20T12:45:10Z', 3.7],
  ['2022-03-25T18:15:20Z', 4.4],
  ['2022-04-30T21:00:30Z', 5.9],
];
const all = observed.map(([, result]) => result);
const time = 'phenomenonTime';

export const ofObservations: [string, number[]][] = [
  [`year(${time}) eq 2021`, [1.2]],
  [`month(${time}) eq 2`, [3.7]],
  [`day(${time}) eq 25`, [4.4]],
  [`hour(${time}) eq 6`, [2.5]],
  [`minute(${time}) eq 45`, [3.7]],
  [`second(${time}) eq 58`, [1.2]],
  [`fractionalseconds(${time}) eq 0.5`, [1.2]],
  [`date(${time}) eq 2022-01-15`, [2.5]],
  [`time(${time}) eq 18:15:20`, [4.4]],
  [`totaloffsetminutes(${time}) eq 0`, all],
  [`now() gt ${time}`, all],
  [`mindatetime() lt ${time}`, all],
  [`${time} lt maxdatetime()`, all],
  ['round(result) eq 4', [3.7, 4.4]],
  ['floor(result) eq 2', [2.5]],
  ['ceiling(result) eq 6', [5.9]],
  ['result eq 2.5', [2.5]],
  ['result ne 2.5', [1.2, 3.7, 4.4, 5.9]],
  ['result gt 3.7', [4.4, 5.9]],
  ['result ge 3.7', [3.7, 4.4, 5.9]],
  ['result lt 2.5', [1.2]],
  ['result le 2.5', [1.2, 2.5]],
  ['result gt 2 and result lt 4', [2.5, 3.7]],
  ['result lt 2 or result gt 5', [1.2, 5.9]],
  ['not (result gt 2)', [1.2]],
  ['result add 1 eq 3.5', [2.5]],
  ['result sub 1 eq 1.5', [2.5]],
  ['result mul 2 eq 5', [2.5]],
  ['result div 2 eq 1.25', [2.5]],
  ['(result mul 10) mod 10 eq 9', [5.9]],
  ['(result gt 5 or result lt 2) and result lt 5', [1.2]],
  [`${time} ge 2022-02-20T12:45:10Z and ${time} lt 2022-04-01T00:00:00Z`, [3.7, 4.4]],
  [`before(${time},2022-01-01T00:00:00Z)`, [1.2]],
  [`after(${time},2022-04-01T00:00:00Z)`, [5.9]],
  [`during(${time},2022-02-01T00:00:00Z/2022-03-01T00:00:00Z)`, [3.7]],
  ['resultTime eq 2022-01-15T06:30:10Z', [2.5]],
];
