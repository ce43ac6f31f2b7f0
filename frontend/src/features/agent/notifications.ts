import { useQuery } from '@tanstack/react-query';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';

/* The agent's own that were not yet seen, newest first. */
export function useNotifications() {
  const { data } = useQuery({ queryKey: ['notifications'], queryFn: () => ok(api.GET('/notifications')) });
  return data?.items ?? [];
}

export function useSeen() {
  return useCommand({
    run: (id: string, { headers }) =>
      ok(api.POST('/notifications/{id}/acknowledge', { params: { path: { id }, header: headers } })),
    invalidates: [['notifications'], ['tasks']],
  });
}
