import { describe, expect, it } from 'vitest';
import { labelOf } from './mapLabels';

describe('names on the map', () => {
  it.each([
    ['岩溶泉站', '岩溶泉站'],
    ['', ''],
    [
      '示例滑坡监测站（样例） / Sample landslide station',
      '示例滑坡监测站（样例） /\nSample landslide station',
    ],
    ['Hangzhou Bay water level station', 'Hangzhou Bay water level\nstation'],
    [
      '自然资源部岩溶动力学重点实验室桂林岩溶水文野外观测站',
      '自然资源部岩溶动力学重点实验\n室桂林岩溶水文野外观测站',
    ],
  ])('%s stands whole', (name, label) => {
    expect(labelOf(name)).toBe(label);
  });
  it('cuts what has no room in two lines', () => {
    expect(labelOf('站'.repeat(40))).toBe(`${'站'.repeat(14)}\n${'站'.repeat(14)}…`);
    expect(labelOf('a'.repeat(28))).toBe('a'.repeat(28));
    expect(labelOf('a'.repeat(57))).toBe(`${'a'.repeat(28)}\n${'a'.repeat(28)}…`);
  });
});
