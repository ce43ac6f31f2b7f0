/* The far end of a call as sound: what is heard and recorded. A WebRTC line has this form too. */
import { Utterances } from './utterances.ts';

export interface Line {
  readonly remote: MediaStream;
  readonly repeats: boolean; /* can say its last words again */
  upTo(n: number): void; /* utterances up to n exist; nothing on a line with sound of its own */
  repeat(): void;
  close(): void;
}

/* The telephony simulator's line: utterances come one by one by number (event `line.speech`) and are spoken in order. */
export class SimulatedLine implements Line {
  readonly repeats = true;
  readonly remote: MediaStream;
  #context: AudioContext;
  #out: MediaStreamAudioDestinationNode;
  #utterances: Utterances<AudioBuffer>;
  #playing: AudioBufferSourceNode | undefined;

  constructor(context: AudioContext, fetchSound: (n: number) => Promise<Blob>, heard: number) {
    this.#context = context;
    this.#out = context.createMediaStreamDestination();
    this.remote = this.#out.stream;
    this.#utterances = new Utterances(
      {
        fetch: async (n) => context.decodeAudioData(await (await fetchSound(n)).arrayBuffer()),
        play: (buffer) => this.#play(buffer),
      },
      heard,
    );
  }

  upTo(n: number) {
    this.#utterances.upTo(n);
  }

  repeat() {
    this.#utterances.repeat();
  }

  close() {
    this.#utterances.close();
    this.#playing?.stop();
  }

  #play(buffer: AudioBuffer): Promise<void> {
    const player = this.#context.createBufferSource();
    player.buffer = buffer;
    player.connect(this.#out);
    this.#playing = player;
    return new Promise((resolve) => {
      player.onended = () => resolve();
      player.start();
    });
  }
}
