// What the mail server of the tests uses of npm's smtp-server, which brings no types.
declare module 'smtp-server' {
  import type { Server, Socket } from 'node:net';
  import type { Readable } from 'node:stream';
  export interface Session {
    envelope: { mailFrom: { address: string }; rcptTo: { address: string }[] };
    secure: boolean;
    user?: string;
  }
  export type Reply = (error?: (Error & { responseCode?: number }) | null, answer?: unknown) => void;
  export class SMTPServer {
    constructor(options: Record<string, unknown>);
    server: Server;
    connections: Set<{ _socket: Socket }>;
    listen(port: number, host: string, done: () => void): void;
    close(done: () => void): void;
    on(event: 'error', listener: (error: Error) => void): void;
  }
  export type { Readable };
}
