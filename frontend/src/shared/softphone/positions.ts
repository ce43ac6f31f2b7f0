/* Where a recorder is in its own sound, by the clock of the audio, which a busy page or a sleeping computer cannot
   shift against it; and the spans in which it was silenced. */

export interface Span {
  readonly from_ms: number;
  readonly to_ms: number;
}

export class Positions {
  #startedAt_s: number | undefined;
  #silencedFrom_ms: number | undefined;

  /* The recorder took its first sample. */
  start(audio_s: number) {
    this.#startedAt_s ??= audio_s;
  }

  /* Undefined before it runs: there is no place to name. */
  at(audio_s: number): number | undefined {
    return this.#startedAt_s === undefined
      ? undefined
      : Math.max(0, Math.round((audio_s - this.#startedAt_s) * 1000));
  }

  get silenced(): boolean {
    return this.#silencedFrom_ms !== undefined;
  }

  silence(audio_s: number) {
    this.#silencedFrom_ms ??= this.at(audio_s) ?? 0;
  }

  /* The span that ends now; undefined when there was none. */
  unsilence(audio_s: number): Span | undefined {
    const from_ms = this.#silencedFrom_ms;
    this.#silencedFrom_ms = undefined;
    const to_ms = this.at(audio_s);
    return from_ms === undefined || to_ms === undefined || to_ms <= from_ms ? undefined : { from_ms, to_ms };
  }
}
