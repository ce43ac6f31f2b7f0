/* The floor in one reading, kept fresh by the stream: no polling, and nothing counted twice. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ok } from '#shared/api/client.ts';
import { useLive } from '#shared/live/useLive.ts';
import { fold, type Floor } from './figures.ts';

export function useFloor(campaignId: string | undefined) {
  const client = useQueryClient();
  const queryKey = ['floor', campaignId ?? 'all'];
  useLive(['agent.state', 'kpi.changed', 'dialer.state', 'clock.moved'], (event) => {
    const floor = client.getQueryData<Floor>(queryKey);
    const next = floor && !isWhole(event.type) ? fold(floor, event, campaignId) : undefined;
    if (next) client.setQueryData(queryKey, next);
    else void client.invalidateQueries({ queryKey });
  });
  return useQuery({
    queryKey,
    queryFn: () =>
      ok(api.GET('/floor', { params: { query: campaignId ? { campaign_id: campaignId } : {} } })),
  });
}

/* Changes that concern everything the reading shows. */
function isWhole(type: string): boolean {
  return type === 'dialer.state' || type === 'clock.moved';
}
