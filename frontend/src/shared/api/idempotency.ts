/* One key per thing the person wants done. While nobody knows whether the server did it (no answer, a 5xx), trying
   the same input again sends the same key, so that it is done once; a definite answer or another input ends it. */
import { asProblem } from './problem.ts';

export class IdempotencyKeys {
  #key: string | undefined;
  #input: string | undefined;
  #make: () => string;

  constructor(make: () => string = () => crypto.randomUUID()) {
    this.#make = make;
  }

  keyFor(input: unknown): string {
    const text = JSON.stringify(input) ?? '';
    if (this.#key === undefined || this.#input !== text) {
      this.#key = this.#make();
      this.#input = text;
    }
    return this.#key;
  }

  succeeded() {
    this.#key = undefined;
  }

  failed(error: unknown) {
    if (!asProblem(error).outcomeUnknown) this.#key = undefined;
  }
}
