/* What the screens of lead lists share. */
import { useQuery } from '@tanstack/react-query';
import { api, ok } from '#shared/api/client.ts';
import type { components } from '#shared/api/schema.d.ts';
import type { Shape } from '#shared/ui/Status.tsx';

export type LeadList = components['schemas']['LeadList'];
export type LeadPreview = components['schemas']['LeadPreview'];
export type LeadFormat = components['schemas']['LeadFormat'];
export type LeadColumn = components['schemas']['LeadColumn'];

export const stateShapes: Record<LeadList['state'], Shape> = {
  uploading: 'wait',
  importing: 'run',
  ready: 'ok',
  failed: 'bad',
  cancelled: 'off',
};

export function useLeadList(id: string) {
  return useQuery({
    queryKey: ['lead-list', id],
    queryFn: () => ok(api.GET('/lead-lists/{id}', { params: { path: { id } } })),
  });
}

/* How much of the file the import has done, 0 to 1. */
export function shareOf(list: LeadList): number {
  return list.size ? Math.min(1, (list.read_bytes ?? 0) / list.size) : 0;
}

/* The format that a preview shows, with one column meaning something else. */
export function withColumn(preview: LeadPreview, n: number, column: LeadColumn): LeadFormat {
  return {
    encoding: preview.encoding,
    delimiter: preview.delimiter,
    columns: preview.columns.map((one, at) => (at === n ? column : one.column)),
  };
}

/* Milliseconds left if it goes on as since `from`; undefined while nobody can tell. */
export function timeLeft(
  from: { share: number; at: number },
  share: number,
  now: number,
): number | undefined {
  const done = share - from.share;
  if (done < 0.02) return undefined;
  return ((now - from.at) * (1 - share)) / done;
}
