/* Whether document and line are free, asked before an identity attempt is spent. */
import { useRef, useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { serviceNow } from '#shared/clock.ts';
import type { Schemas } from './desk.ts';

export interface Lookup {
  readonly answer: Schemas['DocumentCheck'];
  readonly at_ms: number;
  readonly document_number: string;
}

export function isFree({ answer }: Lookup): boolean {
  return !answer.document_open_sale && !answer.line_open_sale && answer.may_try;
}

const SHORTEST = 5;

export function isWhole(document_number: string | undefined): document_number is string {
  return (document_number ?? '').replace(/\W/g, '').length >= SHORTEST;
}

export function useLookup(saleId: string) {
  const [lookup, setLookup] = useState<Lookup>();
  const latest = useRef<Lookup>(undefined);
  const set = (next: Lookup | undefined) => {
    latest.current = next;
    setLookup(next);
  };
  return {
    lookup,
    latest: () => latest.current,
    forget: () => set(undefined),
    async look(document: Schemas['DocumentNumber']) {
      const answer = await ok(
        api.POST('/sales/{id}/document-check', {
          params: { path: { id: saleId }, header: { 'Idempotency-Key': crypto.randomUUID() } },
          body: document,
        }),
      );
      set({ answer, at_ms: serviceNow(), document_number: document.document_number });
    },
  };
}
