/* Saves what is typed within a second, and what merely adds up (seconds heard) more seldom; one request at a time, newest
   value last. Time and network come in. A version answers each save; a 412 stops saving until a person has decided (see DifferenceDialog). */
import type { Problem } from '../api/problem.ts';

export type DraftStatus =
  | { readonly kind: 'saved'; readonly at_ms: number | undefined }
  | { readonly kind: 'dirty' | 'saving' }
  | { readonly kind: 'failed' | 'conflict'; readonly problem: Problem };

export interface SaveContext {
  readonly version: number;
  readonly last: boolean; /* the page is going: send with keepalive */
}

export interface AutosaverPorts<Value> {
  readonly save: (value: Value, context: SaveContext) => Promise<{ readonly version: number }>;
  asProblem(error: unknown): Problem;
  now(): number;
  later(ms: number, work: () => void): () => void; /* returns the cancel */
  changed(status: DraftStatus): void;
}

/* After a pause in typing, but never later than this after the first unsaved sign. */
const PAUSE_MS = 400;
const LATEST_MS = 900;
/* What adds up by itself: a save each second would fill the audit with noise. */
const GROWTH_MS = 10_000;
const RETRY_MS = 3_000;

export class Autosaver<Value> {
  #ports: AutosaverPorts<Value>;
  #send: AutosaverPorts<Value>['save'];
  #version: number;
  #pending: { value: Value } | undefined;
  #dueAt_ms = 0; /* by then the pending value goes */
  #nextAt_ms = 0; /* when it will, if nothing more comes */
  #cancel: (() => void) | undefined;
  #saving: Promise<void> | undefined;
  #status: DraftStatus = { kind: 'saved', at_ms: undefined };

  constructor(ports: AutosaverPorts<Value>, version: number) {
    this.#ports = ports;
    this.#send = ports.save;
    this.#version = version;
  }

  get status(): DraftStatus {
    return this.#status;
  }

  get version(): number {
    return this.#version;
  }

  get unsaved(): boolean {
    return this.#pending !== undefined || this.#saving !== undefined;
  }

  change(value: Value) {
    this.#due(LATEST_MS, value);
    if (this.#status.kind === 'conflict') return;
    if (this.#status.kind === 'saved') this.#set({ kind: 'dirty' });
    this.#schedule(Math.min(this.#ports.now() + PAUSE_MS, this.#dueAt_ms));
  }

  /* What grew by itself: rides along with the next change, or goes alone a while later. */
  grow(value: Value) {
    const alone = this.#pending === undefined;
    this.#due(GROWTH_MS, value);
    if (this.#status.kind === 'conflict') return;
    this.#schedule(alone ? this.#dueAt_ms : Math.min(this.#nextAt_ms, this.#dueAt_ms));
  }

  /* The function that sends, as of the newest drawing of the form. */
  saveWith(save: AutosaverPorts<Value>['save']) {
    this.#send = save;
  }

  /* Saves now what is unsaved; resolves when it is, or was refused. */
  async flush(last = false): Promise<void> {
    this.#cancel?.();
    if (this.#saving && !last) await this.#saving;
    if (this.#pending === undefined || this.#status.kind === 'conflict') return;
    await this.#save(last);
  }

  /* A newer version came from elsewhere (a refresh, a live event) and this page has nothing unsaved. */
  rebase(version: number) {
    if (!this.unsaved) this.#version = Math.max(this.#version, version);
  }

  /* After a 412: `keep` sends this page's value over `version`; otherwise it is dropped. */
  resolve(version: number, keep: boolean) {
    this.#version = version;
    if (!keep) this.#pending = undefined;
    this.#set(this.#pending ? { kind: 'dirty' } : { kind: 'saved', at_ms: undefined });
    if (this.#pending) this.#schedule(this.#ports.now());
  }

  stop() {
    this.#cancel?.();
  }

  #due(within_ms: number, value: Value) {
    const dueAt_ms = this.#ports.now() + within_ms;
    this.#dueAt_ms = this.#pending === undefined ? dueAt_ms : Math.min(this.#dueAt_ms, dueAt_ms);
    this.#pending = { value };
  }

  #schedule(at_ms: number) {
    this.#cancel?.();
    this.#nextAt_ms = at_ms;
    this.#cancel = this.#ports.later(Math.max(0, at_ms - this.#ports.now()), () => void this.flush());
  }

  #save(last: boolean): Promise<void> {
    const taken = this.#pending;
    if (taken === undefined) return Promise.resolve();
    this.#pending = undefined;
    /* When the page goes while a save is under way, that one will have raised the version by one. */
    const version = this.#version + (this.#saving ? 1 : 0);
    this.#set({ kind: 'saving' });
    this.#saving = this.#send(taken.value, { version, last })
      .then(
        ({ version }) => this.#saved(version),
        (error: unknown) => this.#refused(this.#ports.asProblem(error), taken),
      )
      .finally(() => (this.#saving = undefined));
    return this.#saving;
  }

  #saved(version: number) {
    this.#version = version;
    if (this.#pending === undefined) this.#set({ kind: 'saved', at_ms: this.#ports.now() });
    else this.#schedule(this.#nextAt_ms); /* at once, when its time came during the save */
  }

  #refused(problem: Problem, taken: { value: Value }) {
    this.#pending ??= taken; /* what was typed meanwhile is newer */
    if (problem.status === 412) {
      this.#set({ kind: 'conflict', problem });
      return;
    }
    this.#set({ kind: 'failed', problem });
    if (problem.outcomeUnknown || problem.status === 429) this.#schedule(this.#ports.now() + RETRY_MS);
  }

  #set(status: DraftStatus) {
    this.#status = status;
    this.#ports.changed(status);
  }
}
