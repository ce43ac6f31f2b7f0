/* One line while it is up on this page: its sound, its recorder and the pieces on their way. What it says of the
   recording is what the server has confirmed, never what the page hopes. */
import { api, fetchBlob, ok, putBytes } from '../api/client.ts';
import { asProblem } from '../api/problem.ts';
import type { components } from '../api/schema.d.ts';
import { serviceNow } from '../clock.ts';
import type { RecordingState } from '../ui/Recording.tsx';
import { SimulatedLine, type Line } from './line.ts';
import { PieceQueue } from './pieces.ts';
import type { Span } from './positions.ts';
import { RECORDER_MIME, StereoRecorder } from './recorder.ts';
import { isRefusal, untilTaken } from './untilTaken.ts';

type Call = components['schemas']['Call'];

interface TalkPorts {
  readonly context: AudioContext;
  readonly agent: AudioNode; /* the microphone, behind the mute */
  changed(): void; /* something of the recording changed */
  confirmed(): void; /* the server has the session, or its first piece */
}

export class Talk {
  readonly callId: string;
  readonly line: Line;
  #ports: TalkPorts;
  #remote: MediaStreamAudioSourceNode;
  #meters: { from: AudioNode; meter: AnalyserNode }[];
  #recorder: StereoRecorder;
  #recordingId: string | undefined;
  #session = 0;
  #queue: PieceQueue;
  #refused = false;
  #confirmedAt_ms: number | undefined;
  #silencedAt_ms: number | undefined;
  #closed = false;

  /* `heard`: what the customer said before this page had the line and another already played. */
  constructor(call: Call, heard: number, ports: TalkPorts) {
    const { context, agent } = ports;
    this.callId = call.id;
    this.#ports = ports;
    this.line = new SimulatedLine(context, (n) => fetchBlob(`/calls/${call.id}/line/${n}`), heard);
    this.#remote = context.createMediaStreamSource(this.line.remote);
    this.#remote.connect(context.destination);
    this.#meters = [agent, this.#remote].map((from) => ({ from, meter: context.createAnalyser() }));
    for (const { from, meter } of this.#meters) from.connect(meter);
    this.#queue = this.#makeQueue();
    this.#recorder = new StereoRecorder(context, agent, this.#remote, (piece) => this.#queue.push(piece));
  }

  get recording(): RecordingState {
    if (this.#refused || this.#queue.failing) return { kind: 'off' };
    if (this.#silencedAt_ms !== undefined) return { kind: 'silenced', since_ms: this.#silencedAt_ms };
    return this.#confirmedAt_ms === undefined
      ? { kind: 'confirming' }
      : { kind: 'recording', since_ms: this.#confirmedAt_ms };
  }

  /* Opens a recorder session and begins; the line is up meanwhile. */
  async record(): Promise<void> {
    const recording = await untilTaken(
      (header) =>
        ok(
          api.POST('/calls/{id}/recorder-sessions', {
            params: { path: { id: this.callId }, header },
            body: { mime: RECORDER_MIME },
          }),
        ),
      () => !this.#closed,
    );
    if (this.#closed) return;
    this.#refused = !recording;
    if (recording) {
      this.#recordingId = recording.id;
      this.#session = recording.sessions.at(-1)?.n ?? 1;
      this.#recorder.start();
      this.#ports.confirmed();
    }
    this.#ports.changed();
  }

  #makeQueue(): PieceQueue {
    return new PieceQueue({
      send: async (n, piece) => {
        await putBytes(`/recordings/${this.#recordingId}/sessions/${this.#session}/pieces/${n}`, piece);
      },
      isFinal: (error) => isRefusal(asProblem(error)),
      later: (ms, work) => void setTimeout(work, ms),
      changed: () => {
        const first = this.#confirmedAt_ms === undefined && this.#queue.stored > 0;
        if (first) this.#confirmedAt_ms = serviceNow();
        this.#ports.changed();
        if (first) this.#ports.confirmed();
      },
    });
  }

  /* For a mark of the reading; undefined while no sound is being kept. */
  position(): { session: number; position_ms: number } | undefined {
    const position_ms = this.#recorder.position_ms();
    return position_ms === undefined || this.recording.kind === 'off'
      ? undefined
      : { session: this.#session, position_ms };
  }

  /* Codes and answers are not kept: both voices are silenced from one call to the other. */
  silence(on: boolean) {
    if (on === this.#recorder.silenced) return;
    const span = this.#recorder.silence(on);
    this.#silencedAt_ms = on ? serviceNow() : undefined;
    if (span) void this.#tellSilence(span);
    this.#ports.changed();
  }

  async #tellSilence({ from_ms, to_ms }: Span): Promise<void> {
    const id = this.#recordingId;
    if (id === undefined) return;
    await untilTaken((header) =>
      ok(
        api.POST('/recordings/{id}/silences', {
          params: { path: { id }, header },
          body: { session: this.#session, from_ms, to_ms },
          keepalive: true,
        }),
      ),
    );
  }

  /* 0 … 100 of the agent's and the customer's voice, now. */
  levels(): { agent: number; customer: number } {
    const [agent = 0, customer = 0] = this.#meters.map(({ meter }) => levelOf(meter));
    return { agent, customer };
  }

  /* The line is silent and the last piece is made when it resolves; `settled` when the server has all of it. */
  async close(): Promise<{ settled: Promise<void> }> {
    this.#closed = true;
    this.line.close();
    this.silence(false);
    await this.#recorder.stop();
    this.#remote.disconnect();
    for (const { from, meter } of this.#meters) if (from !== this.#remote) from.disconnect(meter);
    return { settled: this.#finish() };
  }

  async #finish(): Promise<void> {
    const id = this.#recordingId;
    if (id === undefined) return;
    await this.#queue.drained();
    /* Refused or never sent, the jobs daemon closes the recording by itself. */
    await untilTaken((header) =>
      ok(
        api.POST('/recordings/{id}/sessions/{s}/finish', {
          params: { path: { id, s: this.#session }, header },
          body: { pieces: this.#queue.stored },
        }),
      ),
    );
  }
}

function levelOf(meter: AnalyserNode): number {
  const samples = new Float32Array(512);
  meter.getFloatTimeDomainData(samples);
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  return Math.max(0, Math.min(100, 100 + (10 * Math.log10(power + 1e-10) * 100) / 60));
}
