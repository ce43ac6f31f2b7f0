/* The draft of the agent's own sale, saved while typing. Several parts of a screen raise the sale's version; nobody else
   edits a draft, so what stands on this screen wins over an older version of itself. */
import { useEffect, useRef } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useDraft, type Draft } from '#shared/drafts/useDraft.ts';
import { useDeskUpdate, type Sale } from './desk.ts';

/* One edit after the other: each takes the sale's version as it then is, and tells what the sale became. */
export interface Edits {
  readonly version: () => number;
  readonly saved: (sale: Sale) => void;
}

export function useOwnDraft<Value>(
  sale: Sale,
  save: (value: Value, edits: Edits) => Promise<unknown>,
): { draft: Draft<Value>; edits: Edits } {
  const { keep } = useDeskUpdate();
  const latest = useRef(sale.version);
  useEffect(() => {
    latest.current = Math.max(latest.current, sale.version);
  }, [sale.version]);
  const edits: Edits = {
    version: () => latest.current,
    saved(next) {
      latest.current = Math.max(latest.current, next.version);
      keep({ sale: next });
    },
  };
  const draft = useDraft<Value>({
    version: sale.version,
    async save(value) {
      await save(value, edits);
      return { version: latest.current };
    },
  });
  const isBehind = draft.status.kind === 'conflict';
  useEffect(() => {
    if (!isBehind) return;
    void ok(api.GET('/sales/{id}', { params: { path: { id: sale.id } } })).then((next) => {
      latest.current = next.version;
      draft.resolve(next.version, true);
    });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `draft` is new at each drawing; the conflict decides
  }, [isBehind, sale.id]);
  return { draft, edits };
}
