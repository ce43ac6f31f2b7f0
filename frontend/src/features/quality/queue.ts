/* The queue as it is shown: those that the back office asked for apart, and what warns. */
import type { components } from '#shared/api/schema.d.ts';

export type Row = components['schemas']['ReviewQueueRow'];

export interface Groups {
  readonly requested: readonly Row[];
  readonly inAdvance: readonly Row[];
}

/* The server's order stays within each. */
export function groupsOf(rows: readonly Row[]): Groups {
  return {
    requested: rows.filter((row) => row.requested_at !== undefined),
    inAdvance: rows.filter((row) => row.requested_at === undefined),
  };
}

/* What F2 takes. A recording that failed can be judged too: it is faulty at once. */
export function nextOf(rows: readonly Row[]): Row | undefined {
  return rows.find((row) => row.state === 'waiting');
}

/* Nobody else hears it. */
export function mayOpen(row: Row | undefined, userName: string): row is Row {
  return row !== undefined && (row.state === 'waiting' || row.analyst_name === userName);
}

/* More than two contact hours old; the server knows the hours and the holidays. */
export function isLate(row: Row, now_ms: number): boolean {
  return row.warn_at !== undefined && now_ms >= row.warn_at;
}

/* The row `step` away from the chosen one; it may have gone meanwhile. */
export function neighbour(rows: readonly Row[], chosen: string | undefined, step: 1 | -1): Row | undefined {
  const at = rows.findIndex((row) => row.id === chosen);
  if (at < 0) return rows[0];
  return rows[Math.min(rows.length - 1, Math.max(0, at + step))];
}
