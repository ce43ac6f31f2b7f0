import { useQuery } from '@tanstack/react-query';
import { api, ok } from '#shared/api/client.ts';

/* Longer queues say that there are more; what expires first is on the first page. */
const SHOWN_MAX = 200;

/* The finished readings, in the server's order. */
export function useQueue() {
  return useQuery({
    queryKey: ['reviews'],
    queryFn: () => ok(api.GET('/reviews/queue', { params: { query: { limit: SHOWN_MAX } } })),
  });
}
