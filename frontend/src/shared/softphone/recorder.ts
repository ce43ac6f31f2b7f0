/* The call in stereo, agent left and customer right, from two nodes into pieces of WebM. Silenced, both channels carry
   nothing, and time goes on: positions in the sound are those of the recorder's own clock. */
import { Positions, type Span } from './positions.ts';

const SLICE_MS = 2000;
const BITS_PER_SECOND = 32_000;
export const RECORDER_MIME = 'audio/webm;codecs=opus';

export class StereoRecorder {
  #context: AudioContext;
  #positions = new Positions();
  #inputs: { from: AudioNode; mono: GainNode }[];
  #gains: [GainNode, GainNode];
  #recorder: MediaRecorder;

  constructor(context: AudioContext, agent: AudioNode, customer: AudioNode, onPiece: (piece: Blob) => void) {
    this.#context = context;
    const merger = context.createChannelMerger(2);
    const out = new MediaStreamAudioDestinationNode(context, { channelCount: 2 });
    this.#gains = [context.createGain(), context.createGain()];
    this.#inputs = [agent, customer].map((from) => ({ from, mono: mono(context) }));
    this.#inputs.forEach(({ from, mono }, channel) => {
      const gain = this.#gains[channel as 0 | 1];
      from.connect(mono).connect(gain).connect(merger, 0, channel);
    });
    merger.connect(out);
    this.#recorder = new MediaRecorder(out.stream, {
      mimeType: RECORDER_MIME,
      audioBitsPerSecond: BITS_PER_SECOND,
    });
    this.#recorder.ondataavailable = (event) => {
      if (event.data.size > 0) onPiece(event.data);
    };
  }

  /* Sound is taken from this call on; the recorder's own start event comes some hundredths of a second later. */
  start() {
    this.#recorder.start(SLICE_MS);
    this.#positions.start(this.#context.currentTime);
  }

  /* Where the sound is now, in ms from its start; undefined before it runs. */
  position_ms(): number | undefined {
    return this.#positions.at(this.#context.currentTime);
  }

  get silenced(): boolean {
    return this.#positions.silenced;
  }

  /* Turned off, it gives the span that ends. */
  silence(on: boolean): Span | undefined {
    const { currentTime } = this.#context;
    for (const gain of this.#gains) gain.gain.setValueAtTime(on ? 0 : 1, currentTime);
    if (!on) return this.#positions.unsilence(currentTime);
    this.#positions.silence(currentTime);
    return undefined;
  }

  /* Resolves when the last piece was given. */
  async stop(): Promise<void> {
    if (this.#recorder.state !== 'inactive')
      await new Promise<void>((resolve) => {
        this.#recorder.onstop = () => resolve();
        this.#recorder.stop();
      });
    for (const { from, mono } of this.#inputs) from.disconnect(mono);
  }
}

/* One channel, whatever comes in. */
function mono(context: AudioContext): GainNode {
  const node = context.createGain();
  node.channelCount = 1;
  node.channelCountMode = 'explicit';
  return node;
}
