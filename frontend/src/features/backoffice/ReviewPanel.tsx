/* The review: flags become a request; with none, what is complete goes on to its recording. */
import { api, ifMatch, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton, Why } from '#shared/ui/Button.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import l from '#shared/ui/layout.module.css';
import type { Flags } from './SaleFacts.tsx';
import s from './office.module.css';
import { RequestForm } from './RequestForm.tsx';
import { panelOf, useSaleUpdate, type Sale } from './sale.ts';
import { officeTexts } from './texts.ts';

interface ReviewPanelProps {
  sale: Sale;
  mine: boolean;
  flags: Flags;
  onSent: () => void;
}

export function ReviewPanel({ sale, mine, flags, onSent }: ReviewPanelProps) {
  const t = useTexts(officeTexts).review;
  const { put, refresh } = useSaleUpdate(sale.id);
  const flagged = Object.keys(flags).length > 0;
  const reviewing = panelOf(sale.state) === 'review';
  const request = useCommand({
    run: (_: undefined, { headers }) =>
      ok(
        api.POST('/sales/{id}/recording-request', {
          params: { path: { id: sale.id }, header: { ...headers, ...ifMatch(sale.version) } },
        }),
      ),
    onDone: put,
    onProblem: refresh,
  });
  const go: Action = {
    id: 'sale.recording',
    label: t.requestRecording,
    key: 'F8',
    enabled: mine && reviewing && !flagged,
    whyDisabled: flagged ? t.flagged : t.takeFirst,
    run: () => request.run(undefined),
  };
  useActions(reviewing ? [go] : []);
  return (
    <>
      {request.problem && <ErrorSummary problem={request.problem} count={request.problemCount} />}
      {mine && flagged && <RequestForm sale={sale} flags={flags} onSent={onSent} />}
      {reviewing && (
        <div className={s.acts}>
          <p className={l.soft}>{t.check}</p>
          <Why action={go} />
          <ActionButton action={go} variant="primary" why="beside" />
        </div>
      )}
    </>
  );
}
