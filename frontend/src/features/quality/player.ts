/* The finished recording in an audio element of its own, held within the part that is shown. Knows what was played,
   at whatever speed; says so when it changes. */
import type { Span } from './listening.ts';

const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];

export class Player {
  readonly #audio = new Audio();
  readonly #view: Span;
  readonly #listeners = new Set<() => void>();
  #onPlayed: (spans: readonly Span[]) => void = () => undefined;
  #at_ms: number; /* where it will be once the file is there */
  #speed = 1;
  #frame = 0;

  constructor(view: Span) {
    this.#view = view;
    this.#at_ms = view.from_ms;
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  get ready(): boolean {
    return this.#audio.readyState >= HTMLMediaElement.HAVE_METADATA;
  }

  get playing(): boolean {
    return !this.#audio.paused;
  }

  get at_ms(): number {
    return this.ready ? Math.round(this.#audio.currentTime * 1000) : this.#at_ms;
  }

  get speed(): number {
    return this.#speed;
  }

  /* Plays that file from now on; returns the end. */
  load(file: Blob, onPlayed: (spans: readonly Span[]) => void): () => void {
    const audio = this.#audio;
    const url = URL.createObjectURL(file);
    const heard = ['timeupdate', 'pause', 'seeking', 'ended'];
    this.#onPlayed = onPlayed;
    audio.addEventListener('loadedmetadata', this.#loaded);
    audio.addEventListener('play', this.#tick);
    for (const event of heard) audio.addEventListener(event, this.#moved);
    audio.src = url;
    return () => {
      this.#at_ms = this.at_ms;
      audio.pause();
      this.#moved();
      cancelAnimationFrame(this.#frame);
      audio.removeEventListener('loadedmetadata', this.#loaded);
      audio.removeEventListener('play', this.#tick);
      for (const event of heard) audio.removeEventListener(event, this.#moved);
      audio.removeAttribute('src');
      audio.load();
      URL.revokeObjectURL(url);
    };
  }

  toggle = () => {
    if (!this.#audio.paused) {
      this.#audio.pause();
      return;
    }
    if (this.at_ms >= this.#view.to_ms) this.seek(this.#view.from_ms);
    void this.#audio.play();
  };

  /* Stops, and has said what was played, before a command that closes the review. */
  settle() {
    this.#audio.pause();
    this.#moved();
  }

  seek = (at_ms: number) => {
    this.#at_ms = Math.min(this.#view.to_ms, Math.max(this.#view.from_ms, at_ms));
    if (this.ready) this.#audio.currentTime = this.#at_ms / 1000;
    this.#changed();
  };

  by(ms: number) {
    this.seek(this.at_ms + ms);
  }

  faster(step: 1 | -1) {
    const at = SPEEDS.indexOf(this.#speed) + step;
    this.#speed = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at))] ?? 1;
    this.#audio.playbackRate = this.#speed;
    this.#changed();
  }

  #loaded = () => {
    this.#audio.currentTime = this.#at_ms / 1000;
    this.#audio.playbackRate = this.#speed;
    this.#changed();
  };

  /* Each drawn frame while it plays. */
  #tick = () => {
    cancelAnimationFrame(this.#frame);
    this.#stopAtEnd();
    this.#changed();
    if (this.playing) this.#frame = requestAnimationFrame(this.#tick);
  };

  /* Also in a hidden tab, where nothing is drawn. */
  #moved = () => {
    this.#stopAtEnd();
    this.#onPlayed(this.#played());
    this.#changed();
  };

  #stopAtEnd() {
    if (this.playing && this.at_ms >= this.#view.to_ms) this.#audio.pause();
  }

  #played(): Span[] {
    const { played } = this.#audio;
    return Array.from({ length: played.length }, (_, n) => ({
      from_ms: Math.round(played.start(n) * 1000),
      to_ms: Math.round(played.end(n) * 1000),
    }));
  }

  #changed() {
    for (const listener of this.#listeners) listener();
  }
}
