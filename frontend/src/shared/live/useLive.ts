import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { LiveEvent } from './events.ts';
import { live, type LiveState } from './hub.ts';

/* Calls `handler` for each live event of these types, once, in the order of the facts.
   `Data` is what the server publishes with that type. */
export function useLive<Data = Readonly<Record<string, unknown>>>(
  types: string | readonly string[],
  handler: (event: LiveEvent<Data>) => void,
) {
  const onEvent = useEffectEvent((event: LiveEvent) => {
    const wanted = typeof types === 'string' ? event.type === types : types.includes(event.type);
    if (wanted) handler(event as LiveEvent<Data>);
  });
  useEffect(() => live.onEvent((event) => onEvent(event)), []);
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(live.onState, () => live.state);
}
