// Who listens to events: one connection of /api/v1/live, read as a browser reads it, each event held against the contract.
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { faultsOf } from './contract.ts';
import { note } from './coverage.ts';
import { until } from './poll.ts';

export interface LiveEvent {
  name: string;
  id: string;
  data: any;
}

const shapes: Record<string, string> = { observations: 'LiveObservations', revised: 'LiveRevisions' };

function eventOf(text: string): LiveEvent | undefined {
  const field = (name: string): string => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';
  if (!text.includes('data: ')) return undefined;
  const event = { name: field('event'), id: field('id'), data: JSON.parse(field('data')) };
  const shape = shapes[event.name];
  const faults = shape === undefined ? '' : faultsOf(shape, event.data);
  if (faults !== '') throw new Error(`event ${event.name} breaks the contract\n${faults}\n${text}`);
  return event;
}

export class Ear {
  readonly events: LiveEvent[] = [];
  status = 0;
  headers: Record<string, unknown> = {};
  ended = false;
  fault: Error | undefined;
  private reply: IncomingMessage | undefined;
  private rest = '';
  private readonly asked: ClientRequest;

  constructor(base: string, streams: number[], headers: Record<string, string> = {}, method = 'GET') {
    this.asked = request(`${base}/api/v1/live?streams=${streams.join(',')}`, { headers, method, agent: false });
    this.asked.on('response', (reply) => {
      this.reply = reply;
      this.status = reply.statusCode ?? 0;
      this.headers = reply.headers;
      note('listenLive', this.status);
      reply.setEncoding('utf8');
      reply.on('data', (part: string) => this.take(part));
      for (const end of ['end', 'error', 'close']) reply.on(end, () => (this.ended = true));
    });
    this.asked.on('error', () => (this.ended = true));
    this.asked.end();
  }

  private take(part: string): void {
    this.rest += part;
    for (let end = this.rest.indexOf('\n\n'); end >= 0; end = this.rest.indexOf('\n\n')) {
      const text = this.rest.slice(0, end);
      this.rest = this.rest.slice(end + 2);
      try {
        const event = eventOf(text);
        if (event) this.events.push(event);
      } catch (error) {
        this.fault = error as Error;
      }
    }
  }

  /** The id of the last event, with which one comes again. */
  get place(): string {
    return this.events.at(-1)?.id ?? '';
  }
  named(name: string): LiveEvent[] {
    if (this.fault) throw this.fault;
    return this.events.filter((event) => event.name === name);
  }
  /** Results told of a stream, in order. */
  results(stream: number): unknown[] {
    return this.told(stream).map((one) => one.result);
  }
  told(stream: number): any[] {
    return this.named('observations').flatMap((event) => event.data.streams.filter((one: any) => one.stream === stream).flatMap((one: any) => one.observations));
  }
  async until(what: string, holds: () => boolean, seconds = 20): Promise<void> {
    await until(what, () => (this.fault ? Promise.reject(this.fault) : holds() ? true : undefined), seconds);
  }
  async ready(): Promise<this> {
    await this.until('the listener is welcomed', () => this.events.length > 0 || this.ended || this.status >= 400);
    return this;
  }
  /** Reads no more, but stays. */
  stall(): void {
    this.reply?.pause();
  }
  close(): void {
    this.asked.destroy();
  }
}
