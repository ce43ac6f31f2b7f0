/* What one review holds while it is heard: played spans, marks, notes. Saves itself. */
import { useRef, useState } from 'react';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import type { components } from '#shared/api/schema.d.ts';
import { useDraft, type Draft } from '#shared/drafts/useDraft.ts';
import { lengthOf, merge, type Review, type Span } from './listening.ts';
import { toggled, type Exception } from './verdict.ts';

export type Note = components['schemas']['ReviewNote'];

export interface Held {
  readonly heard: readonly Span[];
  readonly exceptions: readonly Exception[];
  readonly notes: readonly Note[]; /* one without text is being written */
}

export interface Hearing {
  readonly held: Held;
  readonly draft: Draft<Held>;
  readonly played: (spans: readonly Span[]) => void;
  readonly toggle: (exception: Exception) => void;
  readonly explain: (exception: Exception, note: string) => void;
  readonly note: (at_ms: number, text: string) => void;
  readonly dropEmptyNotes: () => void;
  readonly replace: (held: Held) => void;
}

export function heldOf({ heard, exceptions, notes = [] }: Review): Held {
  return { heard, exceptions, notes };
}

const SPANS_MAX = 500;

function bodyOf({ heard, exceptions, notes }: Held): components['schemas']['ReviewSave'] {
  return {
    heard: heard.slice(0, SPANS_MAX),
    exceptions: exceptions.map(({ clause, kind, at_ms, note }) => ({
      clause,
      kind,
      at_ms,
      ...(note?.trim() ? { note: note.trim() } : {}),
    })),
    notes: notes.flatMap(({ at_ms, text }) => (text.trim() ? [{ at_ms, text: text.trim() }] : [])),
  };
}

export function useHearing(review: Review, isOpen: boolean): Hearing {
  const [held, setHeld] = useState(() => heldOf(review));
  const latest = useRef(held);
  const draft = useDraft<Held>({
    version: review.version,
    save: (next, { version, last }) =>
      ok(
        api.PUT('/reviews/{id}', {
          params: { path: { id: review.id }, header: ifMatch(version) },
          body: bodyOf(next),
          keepalive: last,
        }),
      ),
  });

  const replace = (next: Held) => {
    latest.current = next;
    setHeld(next);
  };
  const change = (part: Partial<Held>, send: 'change' | 'grow' = 'change') => {
    if (!isOpen) return;
    replace({ ...latest.current, ...part });
    draft[send](latest.current);
  };
  return {
    held,
    draft,
    replace,
    played(spans) {
      const heard = merge([...latest.current.heard, ...spans]);
      if (lengthOf(heard) > lengthOf(latest.current.heard)) change({ heard }, 'grow');
    },
    toggle(exception) {
      change({ exceptions: toggled(latest.current.exceptions, exception) });
    },
    explain({ clause, kind }, note) {
      change({
        exceptions: latest.current.exceptions.map((exception) =>
          exception.clause === clause && exception.kind === kind ? { ...exception, note } : exception,
        ),
      });
    },
    note(at_ms, text) {
      const others = latest.current.notes.filter((other) => other.at_ms !== at_ms);
      change({ notes: [...others, { at_ms, text }].sort((a, b) => a.at_ms - b.at_ms) });
    },
    dropEmptyNotes() {
      const notes = latest.current.notes.filter(({ text }) => text.trim());
      if (notes.length < latest.current.notes.length) change({ notes });
    },
  };
}
