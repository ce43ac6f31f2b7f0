/* Every command is one action object: the same object serves the key, the button, the list of keys (F1) and the
   palette (Ctrl+K). One listener decides which action a key means; this registry holds what is on the screen. */
import { isPlain } from './keyNames.ts';
import type { Key } from './keyNames.ts';

export interface Action {
  readonly id: string;
  readonly label: string; /* from a catalogue */
  readonly key?: Key;
  readonly run: () => unknown; /* a promise makes the action busy until it settles */
  readonly enabled?: boolean; /* true unless said otherwise */
  readonly whyDisabled?: string; /* the reason in words; stands beside the button */
  /* Held down, an arrow may act again and again. */
  readonly repeats?: boolean;
  /* Acts also under an open dialog (mute, hang up). */
  readonly through?: boolean;
  /* Known to every screen: listed apart in the overlay. */
  readonly global?: boolean;
  /* Not listed: its key stands on the control already (choices). */
  readonly quiet?: boolean;
}

export interface Target {
  readonly typing: boolean; /* a text box, an editable element, a select */
  readonly ownsKey: boolean; /* a native control that itself means something with this key */
}

interface Entry {
  readonly depth: number;
  readonly actions: () => readonly Action[];
}

export class KeyRegistry {
  #entries: Entry[] = [];
  #layers: { depth: number; onEscape: (() => void) | undefined }[] = [];
  #busy = new Set<string>();
  #listeners = new Set<() => void>();
  #version = 0;

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  version = () => this.#version;

  add(depth: number, actions: () => readonly Action[]): () => void {
    const entry = { depth, actions };
    this.#entries.push(entry);
    this.changed();
    return () => {
      this.#entries = this.#entries.filter((other) => other !== entry);
      this.changed();
    };
  }

  /* A dialog or panel that lies over what is below. `onEscape` undefined: it closes itself. */
  addLayer(depth: number, onEscape: (() => void) | undefined): () => void {
    const layer = { depth, onEscape };
    this.#layers.push(layer);
    return () => {
      this.#layers = this.#layers.filter((other) => other !== layer);
    };
  }

  changed() {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }

  isBusy(id: string): boolean {
    return this.#busy.has(id);
  }

  /* What a person could press now, the nearest first. */
  reachable(): Action[] {
    const top = this.#top();
    const all = [...this.#entries].reverse();
    return all.flatMap(({ depth, actions }) =>
      actions().filter((action) => depth >= top || action.through === true || action.global === true),
    );
  }

  /* The action that a key means here: the nearest that can run, else the nearest, which says why not. Undefined when
     the key is not ours. */
  find(key: string, target: Target): Action | undefined {
    if (isPlain(key) && (target.typing || target.ownsKey)) return undefined;
    const meant = this.reachable().filter((action) => action.key === key);
    return meant.find((action) => action.enabled !== false) ?? meant[0];
  }

  /* Runs an action unless it is disabled or still running. Returns whether it ran. */
  run(action: Action): boolean {
    if (action.enabled === false || this.#busy.has(action.id)) return false;
    const result = action.run();
    if (result instanceof Promise) {
      this.#busy.add(action.id);
      this.changed();
      const done = () => {
        this.#busy.delete(action.id);
        this.changed();
      };
      result.then(done, done);
    }
    return true;
  }

  /* Esc takes away the topmost layer that leaves it to us. Returns whether there was one. */
  escape(): boolean {
    const layer = this.#layers.at(-1);
    if (!layer?.onEscape) return false;
    layer.onEscape();
    return true;
  }

  #top(): number {
    return this.#layers.reduce((top, layer) => Math.max(top, layer.depth), 0);
  }
}

export const keys = new KeyRegistry();
