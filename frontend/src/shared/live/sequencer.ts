/* Sees to it that each event is handled once and none is missed, with pure bookkeeping: what arrives goes in, what
   may be handled comes out, and `gapAfter` says from which number on the API must be asked.
   While a gap is being filled, later events wait, so that handlers see facts in their order. */
import type { LiveEvent } from './events.ts';

/* Messages of different channels may leave the relay in another order than their numbers, so asking again begins a
   little before the last number; what was handled already is dropped. */
const OVERLAP = 32;
const REMEMBER = 1024;

export class Sequencer {
  #last: number | undefined; /* the highest number handled */
  #lastOf = new Map<string, number>();
  #seen = new Set<number>();
  #waiting: LiveEvent[] = [];
  #filling = false;

  get last(): number | undefined {
    return this.#last;
  }

  /* From where the API is to be asked after an absence; undefined when nothing was handled yet. */
  get resumeAfter(): number | undefined {
    return this.#last === undefined ? undefined : Math.max(0, this.#last - OVERLAP);
  }

  /* One message of the stream. Returns what may be handled now. */
  accept(event: LiveEvent): { deliver: LiveEvent[]; gapAfter?: number } {
    if (event.seq === undefined) return { deliver: [event] };
    if (this.#seen.has(event.seq)) return { deliver: [] };
    if (this.#filling) {
      this.#waiting.push(event);
      return { deliver: [] };
    }
    const known = this.#lastOf.get(event.channel);
    const missed = known !== undefined && typeof event.prev === 'number' && event.prev > known;
    if (missed && !this.#seen.has(event.prev)) {
      this.#filling = true;
      this.#waiting.push(event);
      return { deliver: [], gapAfter: known };
    }
    return { deliver: [this.#take(event, event.seq)] };
  }

  /* Events wait from now on, until `filled`: the caller is asking the API. */
  hold() {
    this.#filling = true;
  }

  /* The API's answer, in order; then what waited. */
  filled(events: readonly LiveEvent[]): LiveEvent[] {
    this.#filling = false;
    const deliver: LiveEvent[] = [];
    const all = [...events, ...this.#waiting].filter((event) => event.seq !== undefined);
    all.sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
    this.#waiting = [];
    for (const event of all) {
      if (event.seq === undefined || this.#seen.has(event.seq)) continue;
      deliver.push(this.#take(event, event.seq));
    }
    return deliver;
  }

  /* The server says that its latest number is `seq`, and all of ours up to it were handled. */
  upTo(seq: number) {
    if (!this.#filling) this.#last = Math.max(this.#last ?? 0, seq);
  }

  /* The API no longer has what was missed: everything shown is read anew, and counting starts with what waited. */
  restart(): LiveEvent[] {
    this.#lastOf.clear();
    this.#last = undefined;
    return this.filled([]);
  }

  #take(event: LiveEvent, seq: number): LiveEvent {
    this.#last = Math.max(this.#last ?? 0, seq);
    this.#lastOf.set(event.channel, Math.max(this.#lastOf.get(event.channel) ?? 0, seq));
    this.#seen.add(seq);
    if (this.#seen.size > REMEMBER) {
      for (const oldest of this.#seen) {
        this.#seen.delete(oldest);
        break;
      }
    }
    return event;
  }
}
