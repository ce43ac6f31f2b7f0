/* Which queries an event makes old. Features list theirs (feature.ts); the application applies them all. */
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { LiveEvent } from './events.ts';
import { live } from './hub.ts';

export interface LiveRule {
  readonly on: readonly string[]; /* event types; «sale.*» means all that begin so */
  readonly keys: (event: LiveEvent) => readonly QueryKey[];
}

function matches(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type;
}

export function keysFor(rules: readonly LiveRule[], event: LiveEvent): QueryKey[] {
  return rules
    .filter((rule) => rule.on.some((pattern) => matches(pattern, event.type)))
    .flatMap((rule) => [...rule.keys(event)]);
}

/* Returns the end. */
export function followLive(client: QueryClient, rules: readonly LiveRule[]): () => void {
  const events = live.onEvent((event) => {
    for (const queryKey of keysFor(rules, event)) void client.invalidateQueries({ queryKey });
  });
  const resync = live.onResync(() => void client.invalidateQueries());
  return () => {
    events();
    resync();
  };
}
