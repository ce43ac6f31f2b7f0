/* A recorder's pieces on their way: in order, each kept until the server has it, sent again while the line is down. */

export interface PiecePorts {
  send(n: number, piece: Blob): Promise<void>;
  isFinal(error: unknown): boolean; /* the server will never take it: the recording is closed */
  later(ms: number, work: () => void): void;
  changed(): void;
}

const AGAIN_MS = [500, 1000, 2000, 4000];

export class PieceQueue {
  #ports: PiecePorts;
  #waiting: Blob[] = [];
  #next = 0; /* number of the first one waiting */
  #tries = 0;
  #sending = false;
  #refused = false;
  #idle: (() => void)[] = [];

  constructor(ports: PiecePorts) {
    this.#ports = ports;
  }

  /* How many the server has. */
  get stored(): number {
    return this.#next;
  }

  get total(): number {
    return this.#next + this.#waiting.length;
  }

  get failing(): boolean {
    return this.#refused || this.#tries > 2;
  }

  push(piece: Blob) {
    this.#waiting.push(piece);
    void this.#send();
  }

  /* Resolves when nothing waits any more. */
  drained(): Promise<void> {
    if (this.#waiting.length === 0 || this.#refused) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  async #send(): Promise<void> {
    const piece = this.#waiting[0];
    if (this.#sending || this.#refused || !piece) return;
    this.#sending = true;
    try {
      await this.#ports.send(this.#next, piece);
      this.#waiting.shift();
      this.#next += 1;
      this.#tries = 0;
    } catch (error) {
      this.#refused = this.#ports.isFinal(error);
      this.#tries += 1;
    }
    this.#sending = false;
    this.#ports.changed();
    this.#goOn();
  }

  #goOn() {
    if (this.#waiting.length === 0 || this.#refused) {
      for (const resolve of this.#idle.splice(0)) resolve();
      return;
    }
    if (this.#tries === 0) void this.#send();
    else
      this.#ports.later(
        AGAIN_MS[Math.min(this.#tries, AGAIN_MS.length) - 1] ?? 4000,
        () => void this.#send(),
      );
  }
}
