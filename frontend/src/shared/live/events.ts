/* What the server publishes. `seq` is dense over all facts; `prev` is the number of the message before it on the
   same channel, so that a loss shows. A message without a number (a changed figure, a level) is passed on as it is. */

export interface LiveEvent<Data = Readonly<Record<string, unknown>>> {
  readonly seq?: number;
  readonly channel: string;
  readonly prev?: number | null;
  readonly type: string;
  readonly at: number;
  readonly data: Data;
}

export function readEvent(text: string): LiveEvent | undefined {
  try {
    const value = JSON.parse(text) as Partial<LiveEvent> | null;
    if (typeof value?.type !== 'string') return undefined;
    return { channel: '', at: 0, data: {}, ...value, type: value.type };
  } catch {
    return undefined;
  }
}
