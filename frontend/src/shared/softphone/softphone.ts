/* The softphone: one in a browser (the tab that holds the lock), outside React. It connects what is offered and keeps
   the line of the call that the server says is up, also after a reload. */
import { api, ok } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';
import { live } from '../live/hub.ts';
import type { RecordingState } from '../ui/Recording.tsx';
import { follow, noLine, type PhoneLine } from './machine.ts';
import { Talk } from './talk.ts';
import { untilTaken } from './untilTaken.ts';

type Call = components['schemas']['Call'];

export interface PhoneState {
  readonly holder: boolean; /* this tab has the sound */
  readonly line: PhoneLine;
  readonly microphone: 'unknown' | 'ready' | 'refused';
  readonly blocked: boolean; /* the browser wants a key or a click before it gives sound */
  readonly muted: boolean;
  readonly recording: RecordingState;
  readonly canRepeat: boolean;
}

const quiet = { muted: false, recording: { kind: 'off' }, canRepeat: false } as const;
const initial: PhoneState = {
  ...quiet,
  holder: false,
  line: noLine,
  microphone: 'unknown',
  blocked: false,
};

/* An offered call that is not connected by then was given to somebody else. */
const CONNECT_MS = 5000;

export class Softphone {
  #state = initial;
  #listeners = new Set<() => void>();
  #changed: () => void = () => undefined; /* asks for the desk anew */
  #context: AudioContext | undefined;
  #microphone: MediaStream | undefined;
  #mute: GainNode | undefined;
  #talk: Talk | undefined;
  #call: Call | undefined;
  #mine: string | undefined; /* the call that this page connected: it is heard from its first word */
  #wantsSilence = false;
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
      if (this.#talk?.callId === call_id && n) this.#talk?.line.upTo(n);
    });
    window.addEventListener('pagehide', () => this.#talk?.silence(false));
    void navigator.locks.request('cierre.softphone', () => {
      this.#set({ holder: true });
      this.#apply();
      return new Promise<never>(() => undefined);
    });
  }

  /* ---- sound ---- */

  /* The microphone, before the first call: a refusal is said while there is time to mend it. */
  async prepare(): Promise<boolean> {
    const context = this.#audio();
    if (this.#microphone?.active) return true;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      });
      this.#microphone = stream;
      this.#mute ??= context.createGain();
      context.createMediaStreamSource(stream).connect(this.#mute);
      stream.getAudioTracks()[0]?.addEventListener('ended', () => this.#set({ microphone: 'refused' }));
      this.#set({ microphone: 'ready' });
      return true;
    } catch {
      this.#set({ microphone: 'refused' });
      return false;
    }
  }

  /* After the person mended it, also in mid-call. */
  async tryAgain(): Promise<void> {
    if ((await this.prepare()) && this.#state.line.phase === 'talking' && !this.#talk && this.#call)
      await this.#open(this.#call);
  }

  #audio(): AudioContext {
    if (this.#context) return this.#context;
    const context = new AudioContext({ sampleRate: 48_000 });
    const wake = () => void context.resume();
    context.onstatechange = () => this.#set({ blocked: context.state !== 'running' });
    this.#set({ blocked: context.state !== 'running' });
    window.addEventListener('keydown', wake, { capture: true });
    window.addEventListener('pointerdown', wake, { capture: true });
    wake();
    this.#context = context;
    return context;
  }

  /* Two short notes: a call is here. */
  #tone() {
    const context = this.#audio();
    const note = context.createOscillator();
    const gain = context.createGain();
    gain.gain.value = 0.08;
    note.frequency.setValueAtTime(660, context.currentTime);
    note.frequency.setValueAtTime(880, context.currentTime + 0.12);
    note.connect(gain).connect(context.destination);
    note.start();
    note.stop(context.currentTime + 0.24);
  }

  /* ---- the call ---- */

  /* What the server says of the person's call now. */
  follow(call: Call | undefined) {
    this.#call = call;
    this.#apply();
    if (call && this.#talk?.callId === call.id) this.#talk.line.upTo(call.line_speech ?? 0);
  }

  #apply() {
    if (!this.#state.holder) return;
    const { line, act } = follow(this.#state.line, this.#call);
    if (line !== this.#state.line) this.#set({ line });
    if (act === 'connect' && this.#call) void this.#connect(this.#call);
    else if (act === 'open' && this.#call) void this.#open(this.#call);
    else if (act === 'close') void this.#close();
  }

  async #connect(call: Call) {
    const until = performance.now() + CONNECT_MS;
    this.#mine = call.id;
    this.#tone();
    void this.prepare();
    const connected = await untilTaken(
      (header) => ok(api.POST('/calls/{id}/connect', { params: { path: { id: call.id }, header } })),
      () => performance.now() < until,
    );
    if (connected) this.follow(connected);
    else this.#set({ line: noLine });
    this.#changed();
  }

  async #open(call: Call) {
    if (!(await this.prepare()) || !this.#context || !this.#mute) return;
    if (this.#talk || this.#state.line.callId !== call.id || this.#state.line.phase !== 'talking') return;
    const heard = this.#mine === call.id ? 0 : (call.line_speech ?? 0);
    const talk = new Talk(call, heard, {
      context: this.#context,
      agent: this.#mute,
      changed: () => {
        if (this.#talk === talk) this.#set({ recording: talk.recording });
      },
      confirmed: () => this.#changed(),
    });
    this.#talk = talk;
    this.#mute.gain.value = 1;
    talk.silence(this.#wantsSilence);
    this.#set({ ...quiet, recording: talk.recording, canRepeat: talk.line.repeats });
    talk.line.upTo(this.#call?.id === call.id ? (this.#call.line_speech ?? 0) : 0);
    await talk.record();
  }

  /* The next call need not wait until the last pieces of this one are through. */
  async #close() {
    const talk = this.#talk;
    this.#talk = undefined;
    const closed = await talk?.close();
    this.#set({ ...quiet, line: noLine });
    void closed?.settled.then(() => this.#changed());
    this.#apply();
  }

  /* ---- what screens use ---- */

  /* Where the recorder is, for a mark of the reading; undefined while nothing is recorded. */
  position(): { session: number; position_ms: number } | undefined {
    return this.#talk?.position();
  }

  toggleMute() {
    this.mute(!this.#state.muted);
  }

  mute(muted: boolean) {
    if (!this.#mute || muted === this.#state.muted) return;
    this.#mute.gain.value = muted ? 0 : 1;
    this.#set({ muted });
  }

  /* Wanted from here on, also by a line that opens only later (a reload while a code is being said). */
  silence(on: boolean) {
    this.#wantsSilence = on;
    this.#talk?.silence(on);
  }

  repeat() {
    this.#talk?.line.repeat();
  }

  levels(): { agent: number; customer: number } {
    return this.#talk?.levels() ?? { agent: 0, customer: 0 };
  }

  #set(change: Partial<PhoneState>) {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

export const softphone = new Softphone();
