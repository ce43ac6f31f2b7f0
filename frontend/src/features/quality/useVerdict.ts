/* What closes a review: passed, faulty, given back to the queue. Each first saves what is held. */
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import type { Problem } from '#shared/api/problem.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import type { Draft } from '#shared/drafts/useDraft.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { showToast } from '#shared/ui/toasts.ts';
import type { Review } from './listening.ts';
import type { Player } from './player.ts';
import { qualityTexts } from './texts.ts';
import type { Held } from './useHearing.ts';
import type { Readiness } from './verdict.ts';

interface VerdictOptions {
  review: Review;
  isOpen: boolean;
  readiness: Readiness;
  player: Player;
  draft: Draft<Held>;
}

export interface Verdict {
  readonly pass: Action;
  readonly fail: Action;
  readonly back: Action;
  readonly hint: string; /* why what cannot be pressed cannot */
  readonly problem: Problem | undefined;
  readonly problemCount: number;
}

export function useVerdict({ review, isOpen, readiness, player, draft }: VerdictOptions): Verdict {
  const t = useTexts(qualityTexts).review;
  const client = useQueryClient();
  const navigate = useNavigate();
  const { id } = review;
  const name = review.sale_number ?? t.draft;
  const leave = (said: string) => {
    showToast({ text: said });
    void client.invalidateQueries({ queryKey: ['reviews'] });
    void navigate({ to: '/calidad' });
  };
  const saved = () => {
    player.settle();
    return draft.flush();
  };
  const decide = useCommand({
    run: async (verdict: 'passed' | 'faulty', { headers }) => {
      await saved();
      return ok(
        api.POST('/reviews/{id}/verdict', {
          params: { path: { id }, header: { ...headers, ...ifMatch(draft.version()) } },
          body: { verdict },
        }),
      );
    },
    onDone: (_, verdict) => leave(verdict === 'passed' ? t.hasPassed(name) : t.hasFailed(name)),
  });
  const release = useCommand({
    run: async () => {
      await saved();
      return ok(api.DELETE('/reviews/{id}', { params: { path: { id } } }));
    },
    onDone: () => leave(t.isBack(name)),
  });

  const hint = t.hints[readiness.stand](readiness.unheard);
  const pass: Action = {
    id: 'quality.pass',
    label: t.pass,
    key: 'F8',
    enabled: isOpen && readiness.passes,
    whyDisabled: hint,
    run: () => decide.run('passed'),
  };
  const fail: Action = {
    id: 'quality.fail',
    label: t.fail,
    key: 'F9',
    enabled: isOpen && readiness.fails,
    whyDisabled: hint,
    run: () => decide.run('faulty'),
  };
  const back: Action = {
    id: 'quality.back',
    label: t.giveBack,
    key: 'F7',
    enabled: isOpen,
    whyDisabled: t.notYours,
    run: () => release.run(),
  };
  useActions([pass, fail, back]);
  return {
    pass,
    fail,
    back,
    hint,
    problem: decide.problem ?? release.problem,
    problemCount: decide.problemCount + release.problemCount,
  };
}
