// The line between a server and a broker, on which what the server says can be lost.
import { createServer, Socket, type AddressInfo, type Server } from 'node:net';

export class Wire {
  /** Of the lines that stand: new ones carry everything again. */
  private cut = { out: false };
  private constructor(
    private readonly listener: Server,
    private readonly delay: number,
  ) {}

  /** What the broker says arrives so many milliseconds later. */
  static async to(port: number, delay = 0): Promise<Wire> {
    const listener = createServer();
    const wire = new Wire(listener, delay);
    listener.on('connection', (near) => wire.join(near, port));
    await new Promise<void>((listening) => listener.listen(0, '127.0.0.1', listening));
    return wire;
  }
  private join(near: Socket, port: number): void {
    const far = new Socket();
    const cut = this.cut;
    far.connect(port, '127.0.0.1');
    near.on('data', (part) => !cut.out && far.write(part));
    far.on('data', (part) => (this.delay > 0 ? setTimeout(() => near.write(part), this.delay) : near.write(part)));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('close', () => other.destroy());
      one.on('error', () => other.destroy());
    }
  }
  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }
  get url(): string {
    return `tcp://127.0.0.1:${this.port}`;
  }
  /** From now on nothing that the server says on its lines arrives; it hears everything. */
  loseWhatIsSaid(): void {
    this.cut.out = true;
    this.cut = { out: false };
  }
  stop(): void {
    this.listener.close();
  }
}
