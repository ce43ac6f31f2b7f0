import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { nextOf } from './queue.ts';
import { qualityTexts } from './texts.ts';
import { useQueue } from './useQueue.ts';

/* Takes a reading, or goes on with the own review of it. */
export function useOpenReview() {
  const navigate = useNavigate();
  const client = useQueryClient();
  return useCommand({
    run: (readingId: string, { headers }) =>
      ok(api.POST('/readings/{id}/review', { params: { path: { id: readingId }, header: headers } })),
    invalidates: [['reviews']],
    onDone: (review) => void navigate({ to: '/calidad/$id', params: { id: review.id } }),
    onProblem: () => void client.invalidateQueries({ queryKey: ['reviews'] }),
  });
}

/* F2: the first that nobody hears. */
export function useNextAction(open: ReturnType<typeof useOpenReview>): Action {
  const t = useTexts(qualityTexts).queue;
  const queue = useQueue();
  const next = nextOf(queue.data?.items ?? []);
  return {
    id: 'quality.next',
    label: t.next,
    key: 'F2',
    enabled: next !== undefined,
    whyDisabled: t.none,
    run: () => (next ? open.run(next.id) : undefined),
  };
}
