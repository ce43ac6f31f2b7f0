/* What the far end says, by number: in order, each once, whichever way the page learns of it. Sound comes in as two
   functions, so that this can be tested without any. */

export interface UtterancePorts<Sound> {
  fetch(n: number): Promise<Sound>;
  play(sound: Sound): Promise<void>; /* resolves when it was heard to its end */
}

const TRIES = 3;

export class Utterances<Sound> {
  #ports: UtterancePorts<Sound>;
  #last: number; /* the last one that was begun or waits its turn */
  #turn: Promise<void> = Promise.resolve();
  #closed = false;

  /* `heard`: those up to it belong to the past (the page was reloaded) and are not said again. */
  constructor(ports: UtterancePorts<Sound>, heard: number) {
    this.#ports = ports;
    this.#last = heard;
  }

  /* Utterances up to n exist. */
  upTo(n: number) {
    while (this.#last < n) this.#say(++this.#last);
  }

  /* The last one again. */
  repeat() {
    if (this.#last > 0) this.#say(this.#last);
  }

  close() {
    this.#closed = true;
  }

  #say(n: number) {
    const sound = this.#fetch(n);
    this.#turn = this.#turn.then(async () => {
      const ready = await sound;
      if (ready !== undefined && !this.#closed) await this.#ports.play(ready);
    });
  }

  /* undefined when it cannot be had: the next one must not wait for it. */
  async #fetch(n: number): Promise<Sound | undefined> {
    for (let tries = 1; tries <= TRIES && !this.#closed; tries += 1) {
      try {
        return await this.#ports.fetch(n);
      } catch {
        /* once more */
      }
    }
    return undefined;
  }
}
