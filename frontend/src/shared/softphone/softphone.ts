/* The softphone: one in a browser (the tab that holds the lock), outside React. It connects what is offered, keeps the
   line and the recorder, and knows of the recording only what the server has confirmed. */
import { api, fetchBlob, ok, putBytes } from '../api/client.ts';
import { asProblem } from '../api/problem.ts';
import type { components } from '../api/schema.d.ts';
import { serviceNow } from '../clock.ts';
import { live } from '../live/hub.ts';
import type { RecordingState } from '../ui/Recording.tsx';
import { SimulatedLine } from './line.ts';
import { follow, noLine, type PhoneLine } from './machine.ts';
import { PieceQueue } from './pieces.ts';
import { RECORDER_MIME, StereoRecorder } from './recorder.ts';

type Call = components['schemas']['Call'];

export interface PhoneState {
  readonly holder: boolean; /* this tab has the sound */
  readonly line: PhoneLine;
  readonly microphone: 'unknown' | 'ready' | 'refused';
  readonly muted: boolean;
  readonly silenced: boolean;
  readonly recording: RecordingState;
  readonly canRepeat: boolean;
}

const initial: PhoneState = {
  holder: false,
  line: noLine,
  microphone: 'unknown',
  muted: false,
  silenced: false,
  recording: { kind: 'off' },
  canRepeat: false,
};

/* What exists while a line is up. */
interface Talk {
  readonly callId: string;
  readonly line: SimulatedLine;
  readonly recorder: StereoRecorder;
  readonly agentLevel: AnalyserNode;
  readonly customerLevel: AnalyserNode;
  recordingId: string | undefined;
  session: number;
  queue: PieceQueue | undefined;
  early: Blob[]; /* pieces before the server knew of the session */
  confirmedAt_ms: number | undefined;
  silencedFrom_ms: number | undefined;
}

const freshKey = () => ({ 'Idempotency-Key': crypto.randomUUID() });

export class Softphone {
  #state = initial;
  #listeners = new Set<() => void>();
  #changed: () => void = () => undefined; /* asks for the desk anew */
  #context: AudioContext | undefined;
  #microphone: MediaStreamAudioSourceNode | undefined;
  #muteGain: GainNode | undefined;
  #talk: Talk | undefined;
  #call: Call | undefined;
  #started = false;

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  state = () => this.#state;

  /* Once per page: becomes the holder when no other tab is. */
  start(changed: () => void) {
    this.#changed = changed;
    if (this.#started) return;
    this.#started = true;
    live.onEvent((event) => {
      if (event.type !== 'line.speech') return;
      const { call_id, n } = event.data as { call_id?: string; n?: number };
      if (this.#talk?.callId === call_id && n) this.#talk?.line.say(n);
    });
    void navigator.locks.request('cierre.softphone', () => {
      this.#set({ holder: true });
      this.#apply();
      return new Promise<never>(() => undefined);
    });
  }

  /* The microphone, before the first call: a refusal is said while there is time to mend it. */
  async prepare(): Promise<boolean> {
    if (this.#microphone) return true;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      });
      this.#context ??= new AudioContext({ sampleRate: 48_000 });
      await this.#context.resume();
      this.#microphone = this.#context.createMediaStreamSource(stream);
      this.#muteGain = this.#context.createGain();
      this.#microphone.connect(this.#muteGain);
      stream.getAudioTracks()[0]?.addEventListener('ended', () => this.#loseMicrophone());
      this.#set({ microphone: 'ready' });
      return true;
    } catch {
      this.#set({ microphone: 'refused' });
      return false;
    }
  }

  #loseMicrophone() {
    this.#microphone = undefined;
    this.#set({ microphone: 'refused' });
  }

  /* What the server says of the agent's call now. */
  follow(call: Call | undefined) {
    this.#call = call;
    this.#apply();
  }

  #apply() {
    if (!this.#state.holder) return;
    const { line, act } = follow(this.#state.line, this.#call);
    this.#set({ line });
    if (act === 'connect' && this.#call) void this.#connect(this.#call);
    else if (act === 'open' && this.#call) void this.#open(this.#call);
    else if (act === 'close') void this.#close();
  }

  async #connect(call: Call) {
    await this.prepare();
    this.#tone();
    try {
      await ok(api.POST('/calls/{id}/connect', { params: { path: { id: call.id }, header: freshKey() } }));
    } catch {
      this.#set({ line: noLine });
    }
    this.#changed();
  }

  /* Two short notes: a call is here. */
  #tone() {
    const context = this.#context;
    if (!context) return;
    const note = context.createOscillator();
    const gain = context.createGain();
    gain.gain.value = 0.08;
    note.frequency.setValueAtTime(660, context.currentTime);
    note.frequency.setValueAtTime(880, context.currentTime + 0.12);
    note.connect(gain).connect(context.destination);
    note.start();
    note.stop(context.currentTime + 0.24);
  }

  async #open(call: Call) {
    if (!(await this.prepare()) || !this.#context || !this.#muteGain) return;
    const context = this.#context;
    const line = new SimulatedLine(
      context,
      { fetch: (n) => fetchBlob(`/calls/${call.id}/line/${n}`) },
      call.line_speech ?? 0,
    );
    const remote = context.createMediaStreamSource(line.remote);
    remote.connect(context.destination);
    const agentLevel = context.createAnalyser();
    const customerLevel = context.createAnalyser();
    this.#muteGain.connect(agentLevel);
    remote.connect(customerLevel);
    const talk: Talk = {
      callId: call.id,
      line,
      recorder: new StereoRecorder(context, this.#muteGain, remote, (piece) => this.#piece(talk, piece)),
      agentLevel,
      customerLevel,
      recordingId: undefined,
      session: 0,
      queue: undefined,
      early: [],
      confirmedAt_ms: undefined,
      silencedFrom_ms: undefined,
    };
    this.#talk = talk;
    this.#set({ muted: false, silenced: false, recording: { kind: 'confirming' }, canRepeat: line.repeats });
    await this.#record(talk);
  }

  async #record(talk: Talk) {
    try {
      const recording = await ok(
        api.POST('/calls/{id}/recorder-sessions', {
          params: { path: { id: talk.callId }, header: freshKey() },
          body: { mime: RECORDER_MIME },
        }),
      );
      talk.recordingId = recording.id;
      talk.session = recording.sessions.length;
    } catch {
      this.#set({ recording: { kind: 'off' } });
      return;
    }
    talk.queue = this.#queueOf(talk);
    talk.recorder.start();
    for (const piece of talk.early.splice(0)) talk.queue.push(piece);
    this.#changed();
  }

  #queueOf(talk: Talk): PieceQueue {
    return new PieceQueue({
      send: async (n, piece) => {
        await putBytes(`/recordings/${talk.recordingId}/sessions/${talk.session}/pieces/${n}`, piece);
      },
      isFinal: (error) => {
        const { status } = asProblem(error);
        return status === 404 || status === 409;
      },
      later: (ms, work) => void setTimeout(work, ms),
      changed: () => this.#confirm(talk),
    });
  }

  #piece(talk: Talk, piece: Blob) {
    if (talk.queue) talk.queue.push(piece);
    else talk.early.push(piece);
  }

  /* The recording runs once the server has a piece of it. */
  #confirm(talk: Talk) {
    if (this.#talk !== talk || !talk.queue) return;
    const first = talk.confirmedAt_ms === undefined && talk.queue.stored > 0;
    if (first) talk.confirmedAt_ms = serviceNow();
    this.#showRecording(talk);
    if (first) this.#changed();
  }

  #showRecording(talk: Talk) {
    const recording: RecordingState = talk.queue?.failing
      ? { kind: 'off' }
      : talk.silencedFrom_ms !== undefined
        ? { kind: 'silenced' }
        : talk.confirmedAt_ms === undefined
          ? { kind: 'confirming' }
          : { kind: 'recording', since_ms: talk.confirmedAt_ms };
    this.#set({ recording, silenced: talk.silencedFrom_ms !== undefined });
  }

  async #close() {
    const talk = this.#talk;
    this.#talk = undefined;
    if (talk) {
      talk.line.close();
      await talk.recorder.stop();
      await this.#finish(talk);
    }
    this.#set({ line: noLine, recording: { kind: 'off' }, canRepeat: false, muted: false, silenced: false });
    this.#apply();
  }

  async #finish(talk: Talk) {
    if (!talk.queue || !talk.recordingId) return;
    await talk.queue.drained();
    const path = { id: talk.recordingId, s: talk.session };
    await api
      .POST('/recordings/{id}/sessions/{s}/finish', {
        params: { path, header: freshKey() },
        body: { pieces: talk.queue.stored },
      })
      .catch(() => undefined); /* the jobs daemon closes it by itself */
    this.#changed();
  }

  /* ---- what screens use ---- */

  /* Where the recorder is, for a mark of the reading. */
  position(): { session: number; position_ms: number } | undefined {
    const talk = this.#talk;
    return talk && talk.session > 0
      ? { session: talk.session, position_ms: talk.recorder.position_ms() }
      : undefined;
  }

  toggleMute() {
    if (!this.#muteGain) return;
    const muted = !this.#state.muted;
    this.#muteGain.gain.value = muted ? 0 : 1;
    this.#set({ muted });
  }

  /* Codes and answers are not kept: both voices are silenced between the two calls. */
  silence(on: boolean) {
    const talk = this.#talk;
    if (!talk || (talk.silencedFrom_ms !== undefined) === on) return;
    const now_ms = talk.recorder.position_ms();
    talk.recorder.silence(on);
    if (on) talk.silencedFrom_ms = now_ms;
    else void this.#tellSilence(talk, now_ms);
    this.#showRecording(talk);
  }

  async #tellSilence(talk: Talk, to_ms: number) {
    const from_ms = talk.silencedFrom_ms ?? to_ms;
    talk.silencedFrom_ms = undefined;
    if (!talk.recordingId) return;
    await api
      .POST('/recordings/{id}/silences', {
        params: { path: { id: talk.recordingId }, header: freshKey() },
        body: { session: talk.session, from_ms, to_ms },
      })
      .catch(() => undefined);
  }

  repeat() {
    this.#talk?.line.repeat();
  }

  /* 0 … 100 of each voice, now. */
  levels(): { agent: number; customer: number } {
    return { agent: levelOf(this.#talk?.agentLevel), customer: levelOf(this.#talk?.customerLevel) };
  }

  #set(change: Partial<PhoneState>) {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

function levelOf(analyser: AnalyserNode | undefined): number {
  if (!analyser) return 0;
  const samples = new Float32Array(512);
  analyser.getFloatTimeDomainData(samples);
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  return Math.max(0, Math.min(100, 100 + (10 * Math.log10(power + 1e-10) * 100) / 60));
}

export const softphone = new Softphone();
