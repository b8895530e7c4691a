/// <reference path="./smtp-server.d.ts" />
// A mail server on loopback that does as the test says.
import type { AddressInfo } from 'node:net';
import { SMTPServer, type Readable, type Reply, type Session } from 'smtp-server';

export interface ReceivedMail {
  to: string[];
  from: string;
  headers: Map<string, string>;
  subject: string;
  body: string;
  raw: string;
  secure: boolean;
  user: string | undefined;
}

/** What to do with a mail once all of it has come. */
export type Behaviour = 'accept' | 'hold' | 'drop' | { code: number; text: string };

/** Unfolded, with its encoded words read (RFC 2047): blanks between two of them say nothing. */
function decodedWords(text: string): string {
  const unfolded = text.replace(/\r\n(?=\s)/g, '').replace(/(\?=)\s+(?==\?)/g, '$1');
  return unfolded.replace(/(?:=\?UTF-8\?B\?[^?]*\?=)+/g, (run) => Buffer.concat([...run.matchAll(/\?B\?([^?]*)\?=/g)].map((word) => Buffer.from(word[1]!, 'base64'))).toString('utf8'));
}

function read(raw: string, session: Session): ReceivedMail {
  const end = raw.indexOf('\r\n\r\n');
  const headers = new Map<string, string>();
  for (const line of raw.slice(0, end).split(/\r\n(?! )/)) {
    const colon = line.indexOf(':');
    headers.set(line.slice(0, colon).toLowerCase(), decodedWords(line.slice(colon + 2)));
  }
  return {
    raw,
    headers,
    to: session.envelope.rcptTo.map((one) => one.address),
    from: session.envelope.mailFrom.address,
    subject: headers.get('subject') ?? '',
    body: Buffer.from(raw.slice(end + 4), 'base64').toString('utf8'),
    secure: session.secure,
    user: session.user,
  };
}

export class MailSink {
  readonly mails: ReceivedMail[] = [];
  /** For the recipients, and for whole mails, in order; the last stays. */
  recipients: Behaviour[] = ['accept'];
  endings: Behaviour[] = ['accept'];
  port = 0;
  private server: SMTPServer | undefined;

  constructor(private readonly options: Record<string, unknown> = {}) {}

  async start(): Promise<this> {
    const next = (list: Behaviour[]): Behaviour => (list.length > 1 ? list.shift()! : list[0]!);
    const answer = (behaviour: Behaviour, session: { socket?: unknown }, reply: Reply): void => {
      if (behaviour === 'accept') reply();
      else if (behaviour === 'drop') this.cut();
      else if (behaviour !== 'hold') reply(Object.assign(new Error(behaviour.text), { responseCode: behaviour.code }));
      void session;
    };
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      disableReverseLookup: true,
      closeTimeout: 100,
      ...this.options,
      onRcptTo: (_: unknown, session: Session, reply: Reply) => answer(next(this.recipients), session as never, reply),
      onData: (stream: Readable, session: Session, reply: Reply) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', () => {
          const behaviour = next(this.endings);
          if (typeof behaviour === 'string') this.mails.push(read(Buffer.concat(parts).toString('utf8'), session));
          answer(behaviour, session as never, reply);
        });
      },
    });
    this.server.on('error', () => undefined);
    await new Promise<void>((done) => this.server!.listen(this.port, '127.0.0.1', done));
    this.port = (this.server.server.address() as AddressInfo).port;
    return this;
  }
  /** Ends every connection in the middle of what it says. */
  cut(): void {
    for (const connection of this.server?.connections ?? []) connection._socket.destroy();
  }
  async stop(): Promise<void> {
    this.cut();
    await new Promise<void>((done) => (this.server === undefined ? done() : this.server.close(done)));
    this.server = undefined;
  }
}
