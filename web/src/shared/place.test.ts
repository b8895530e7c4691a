import { expect, it } from 'vitest';
import { placeText } from './place';

it.each([
  ['11', '北京', '北京'],
  ['50', '重庆市', '重庆'],
  ['61', '西安', '陕西 西安'],
  ['22', '吉林', '吉林 吉林'],
  ['61', null, '陕西'],
  [null, '西安', '西安'],
  [null, null, ''],
])('%s and %s read %s', (province, city, text) => expect(placeText(province, city)).toBe(text));
