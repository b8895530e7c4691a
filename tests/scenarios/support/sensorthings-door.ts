// The SensorThings door as the scenarios use it: one reads, perhaps without an account, another writes.
import { expect } from 'vitest';
import type { Answer, Client } from './client.ts';

export const root = '/sta/v1.1';

const idIn = (location: string): number => Number(/\((\d+)\)$/.exec(location)![1]);
export const ids = (page: any): number[] => page.value.map((one: any) => one['@iot.id']);

export const door = (reader: () => Client, writer: () => Client) => {
  const get = (path: string): Promise<Answer> => reader().get(path.startsWith('/') ? path : `${root}/${path}`);
  const read = async (path: string): Promise<any> => (await get(path)).expect(200).body;
  const make = async (set: string, body: unknown): Promise<number> =>
    idIn(new URL((await writer().post(`${root}/${set}`, body)).expect(201).headers.get('location')!).pathname);
  const count = async (collection: string): Promise<number> => (await read(`${collection}${collection.includes('?') ? '&' : '?'}$count=true&$top=0`))['@iot.count'];
  /** All members, page by page. */
  const walk = async (first: string): Promise<any[]> => {
    const members: any[] = [];
    for (let page = await read(first); ; ) {
      members.push(...page.value);
      if (page['@iot.nextLink'] === undefined) return members;
      expect(page.value.length, 'a page with a next one holds something').toBeGreaterThan(0);
      expect(members.length, 'the pages end').toBeLessThan(500);
      const next = new URL(page['@iot.nextLink']);
      page = await read(next.pathname + next.search);
    }
  };
  return { get, read, make, count, walk };
};
