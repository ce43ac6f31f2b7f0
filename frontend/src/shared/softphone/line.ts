/* The far end of a call as sound: what is heard and recorded. A WebRTC line has this form too. */

export interface Line {
  readonly remote: MediaStream;
  repeat(): void; /* asks to hear the last utterance again; only where there are utterances */
  readonly repeats: boolean;
  close(): void;
}

export interface UtteranceSource {
  fetch(n: number): Promise<Blob>;
}

/* The telephony simulator's line: utterances come one by one by number (event `line.speech`) and are spoken in order. */
export class SimulatedLine implements Line {
  readonly repeats = true;
  readonly remote: MediaStream;
  #context: AudioContext;
  #out: MediaStreamAudioDestinationNode;
  #source: UtteranceSource;
  #queue: Promise<void> = Promise.resolve();
  #last = 0;
  #closed = false;

  constructor(context: AudioContext, source: UtteranceSource, heardSoFar: number) {
    this.#context = context;
    this.#source = source;
    this.#out = context.createMediaStreamDestination();
    this.remote = this.#out.stream;
    this.#last = heardSoFar;
  }

  say(n: number) {
    this.#last = Math.max(this.#last, n);
    this.#queue = this.#queue.then(() => this.#speak(n)).catch(() => undefined);
  }

  repeat() {
    if (this.#last > 0) this.say(this.#last);
  }

  close() {
    this.#closed = true;
  }

  async #speak(n: number): Promise<void> {
    if (this.#closed) return;
    const sound = await (await this.#source.fetch(n)).arrayBuffer();
    const buffer = await this.#context.decodeAudioData(sound);
    if (this.#closed) return;
    const player = this.#context.createBufferSource();
    player.buffer = buffer;
    player.connect(this.#out);
    await new Promise<void>((resolve) => {
      player.onended = () => resolve();
      player.start();
    });
  }
}
