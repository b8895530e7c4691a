import { afterAll, beforeAll, describe } from 'vitest';
import { available, engines, sqlite, type Engine } from './engines.ts';
import { World } from './server.ts';

/** A scenario on every engine; the body gets a function that answers the world, since that stands only when tests run. */
export function scenario(name: string, body: (world: () => World, engine: Engine) => void, on: Engine[] = engines, now?: string): void {
  for (const engine of on) {
    describe.skipIf(!available(engine))(`${name} [${engine.name}]`, () => {
      let world: World | undefined;
      beforeAll(async () => {
        world = await (now === undefined ? World.start(engine) : World.start(engine, ['--now', now], ['--simulation']));
      });
      afterAll(async () => {
        await world?.stop();
      });
      body(() => {
        if (world === undefined) throw new Error('The server did not start.');
        return world;
      }, engine);
    });
  }
}

/** On every engine, in a simulation that begins on the day. */
export function scenarioOn(day: string, name: string, body: (world: () => World, engine: Engine) => void): void {
  scenario(name, body, engines, day);
}

/** For what does not depend on the store. */
export function scenarioOnce(name: string, body: (world: () => World, engine: Engine) => void): void {
  scenario(name, body, [sqlite]);
}
