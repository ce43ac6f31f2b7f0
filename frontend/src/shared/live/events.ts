/* What the server publishes. `seq` is dense over all facts; `prev` is the number of the message before it on the
   same channel, so that a loss shows. A message without a number (a changed figure, a level) is passed on as it is. */

export interface LiveEvent<Data = Readonly<Record<string, unknown>>> {
  readonly seq?: number;
  readonly channel: string;
  readonly prev?: number | null;
  readonly type: string;
  readonly at: number;
  readonly subject?: { readonly kind?: string; readonly id?: string };
  readonly data: Data;
}

export function readEvent(text: string): LiveEvent | undefined {
  try {
    return asEvent(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/* The API names no channel: its events count, but tell nothing of what came before them. */
export function asEvent(value: unknown): LiveEvent | undefined {
  const event = value as Partial<LiveEvent> | null;
  if (typeof event?.type !== 'string') return undefined;
  return { channel: '', at: 0, data: {}, ...event, type: event.type };
}
