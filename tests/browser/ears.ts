/* Ears: a person who hears the simulated customer and knows the words. Every clip that the voice can say is known by its
   sound; what comes over the line is searched for them. Beside it stands what a page had to play as a finished
   recording, and what its own recorder sent. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { facts } from './facts.ts';

const HEADER = 44;
const PATIENCE_MS = 40_000;

interface Word {
  readonly id: string;
  readonly sound: Buffer;
}

function wordsOf(voice: string): Word[] {
  const folder = join(facts.voices, voice);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.wav'))
    .map((name) => ({
      id: name.replace('.wav', ''),
      sound: readFileSync(join(folder, name)).subarray(HEADER),
    }));
}

export class Ears {
  #voices: Map<string, Word[]>;
  #utterances: Buffer[] = [];
  readonly recordings: Buffer[] = []; /* finished files, as they came to be played */
  readonly pieces = new Map<string, Buffer>(); /* by their place, «recordings/…/sessions/1/pieces/0» */
  #waiting: (() => void)[] = [];

  private constructor() {
    this.#voices = new Map(readdirSync(facts.voices).map((voice) => [voice, wordsOf(voice)]));
  }

  /* Before the page opens. The browser tells nobody a body read as a blob, so the page's own copy is listened to. */
  static async on(page: Page): Promise<Ears> {
    const ears = new Ears();
    await page.exposeFunction('hear', (url: string, sound: string) =>
      ears.#hear(new URL(url).pathname.replace('/api/v1/', ''), Buffer.from(sound, 'latin1')),
    );
    await page.addInitScript(() => {
      const real = window.fetch;
      type Hear = (url: string, sound: string) => Promise<void>;
      const tell = async (body: Request | Response) => {
        const bytes = new Uint8Array(await body.arrayBuffer());
        const sound = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
        await (window as unknown as { hear: Hear }).hear(body.url, sound);
      };
      window.fetch = async (...request) => {
        const [asked] = request;
        if (asked instanceof Request && /\/pieces\/\d+$/.test(asked.url)) void tell(asked.clone());
        const response = await real(...request);
        if (response.ok && /\/line\/\d+$|\/recordings\/\w+\/content$/.test(response.url))
          void tell(response.clone());
        return response;
      };
    });
    return ears;
  }

  #hear(path: string, sound: Buffer) {
    if (path.startsWith('recordings/')) {
      if (path.endsWith('/content')) this.recordings.push(sound);
      else this.pieces.set(path, sound);
      return;
    }
    this.#utterances.push(sound);
    for (const go of this.#waiting.splice(0)) go();
  }

  /* Waits for an utterance in which one of these words is said; the words in their order. */
  async heard(...wanted: string[]): Promise<string[]> {
    const so: string[] = [];
    for (let at = 0; ; at += 1) {
      while (at >= this.#utterances.length) await this.#next(wanted, so);
      const words = this.#understand(this.#utterances[at] ?? Buffer.alloc(0));
      so.push(words.join(' '));
      if (wanted.some((word) => words.includes(word))) {
        this.#utterances.splice(0, at + 1);
        return words;
      }
    }
  }

  #next(wanted: readonly string[], so: readonly string[]): Promise<void> {
    return new Promise((go, fail) => {
      const late = setTimeout(
        () => fail(new Error(`heard no «${wanted.join(' or ')}», but: ${so.join(' | ')}`)),
        PATIENCE_MS,
      );
      this.#waiting.push(() => {
        clearTimeout(late);
        go();
      });
    });
  }

  #understand(sound: Buffer): string[] {
    const all = [...this.#voices.values()].map((words) => {
      const found = words.flatMap(({ id, sound: clip }) =>
        placesOf(sound, clip).map((place) => ({ id, place })),
      );
      return found.sort((a, b) => a.place - b.place).map(({ id }) => id);
    });
    return all.sort((a, b) => b.length - a.length)[0] ?? [];
  }
}

function placesOf(sound: Buffer, clip: Buffer): number[] {
  const places: number[] = [];
  for (let at = sound.indexOf(clip); at >= 0; at = sound.indexOf(clip, at + clip.length)) places.push(at);
  return places;
}

/* The digits said between two words. */
export function digits(words: readonly string[], after: string): string {
  const rest = words.slice(words.indexOf(after) + 1);
  const end = rest.findIndex((word) => !/^d\d$/.test(word) && !/^n\d$/.test(word));
  const said = (end < 0 ? rest : rest.slice(0, end)).filter((word) => word.startsWith('d'));
  return said.map((word) => word.slice(1)).join('');
}
