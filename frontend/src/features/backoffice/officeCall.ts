/* The call this person placed from a sale. Only its id is kept in the tab, so that a reload finds it again: nothing of
   the customer's. */
/* eslint-disable no-restricted-globals -- an id, no draft */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { api, ok } from '#shared/api/client.ts';

const STORED = 'cierre.office-call';
const listeners = new Set<() => void>();

function setCall(id: string | undefined) {
  if (id) sessionStorage.setItem(STORED, id);
  else sessionStorage.removeItem(STORED);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function useOfficeCall() {
  const client = useQueryClient();
  const id = useSyncExternalStore(subscribe, () => sessionStorage.getItem(STORED) ?? undefined);
  const call = useQuery({
    queryKey: ['office-call', id],
    enabled: id !== undefined,
    queryFn: () => ok(api.GET('/calls/{id}', { params: { path: { id: id ?? '' } } })),
  });
  return {
    call: id ? call.data : undefined,
    set: setCall,
    refresh: () => void client.invalidateQueries({ queryKey: ['office-call'] }),
  };
}
