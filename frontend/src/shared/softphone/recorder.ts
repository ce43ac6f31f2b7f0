/* The call in stereo, agent left and customer right, from two streams into pieces of WebM. Silenced, both channels
   carry nothing, and time goes on: positions in the sound are those of the recorder's own clock. */

const SLICE_MS = 2000;
const BITS_PER_SECOND = 32_000;
export const RECORDER_MIME = 'audio/webm;codecs=opus';

export class StereoRecorder {
  #context: AudioContext;
  #gains: [GainNode, GainNode];
  #recorder: MediaRecorder;
  #startedAt_s: number | undefined;
  #onPiece: (piece: Blob) => void;

  constructor(context: AudioContext, agent: AudioNode, customer: AudioNode, onPiece: (piece: Blob) => void) {
    this.#context = context;
    this.#onPiece = onPiece;
    const merger = context.createChannelMerger(2);
    const out = new MediaStreamAudioDestinationNode(context, { channelCount: 2 });
    this.#gains = [context.createGain(), context.createGain()];
    agent.connect(mono(context)).connect(this.#gains[0]).connect(merger, 0, 0);
    customer.connect(mono(context)).connect(this.#gains[1]).connect(merger, 0, 1);
    merger.connect(out);
    this.#recorder = new MediaRecorder(out.stream, {
      mimeType: RECORDER_MIME,
      audioBitsPerSecond: BITS_PER_SECOND,
    });
    this.#recorder.ondataavailable = (event) => {
      if (event.data.size > 0) this.#onPiece(event.data);
    };
  }

  start() {
    this.#recorder.onstart = () => {
      this.#startedAt_s = this.#context.currentTime;
    };
    this.#recorder.start(SLICE_MS);
  }

  /* Where the sound is now, in ms from its start. */
  position_ms(): number {
    return this.#startedAt_s === undefined
      ? 0
      : Math.max(0, Math.round((this.#context.currentTime - this.#startedAt_s) * 1000));
  }

  silence(on: boolean) {
    for (const gain of this.#gains) gain.gain.value = on ? 0 : 1;
  }

  /* Resolves when the last piece was given. */
  stop(): Promise<void> {
    if (this.#recorder.state === 'inactive') return Promise.resolve();
    return new Promise((resolve) => {
      this.#recorder.onstop = () => resolve();
      this.#recorder.stop();
    });
  }
}

/* One channel, whatever comes in. */
function mono(context: AudioContext): GainNode {
  const node = context.createGain();
  node.channelCount = 1;
  node.channelCountMode = 'explicit';
  return node;
}
