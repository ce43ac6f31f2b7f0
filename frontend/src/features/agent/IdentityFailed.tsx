/* An attempt that came to nothing: what may follow, and the words for it. */
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatCop, formatLongDay, formatTime } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Facts } from '#shared/ui/Facts.tsx';
import l from '#shared/ui/layout.module.css';
import s from './agent.module.css';
import { Attempts } from './Attempts.tsx';
import { useDeskUpdate, type Attempt, type Call, type Sale } from './desk.ts';
import { agentTexts } from './texts.ts';
import { useDispose } from './useDispose.ts';
import { Acts, Say, WorkPane } from './WorkPane.tsx';

interface IdentityFailedProps {
  call: Call;
  sale: Sale;
  attempt: Attempt;
  dispose: Action;
  onCorrect: () => void;
}

export function IdentityFailed({ call, sale, attempt, dispose, onCorrect }: IdentityFailedProps) {
  const t = useTexts(agentTexts).identity;
  const { language } = usePreferences();
  const { refresh } = useDeskUpdate();
  const close = useDispose(call);
  const again = useCommand({
    run: (_: undefined, { headers }) =>
      ok(api.POST('/sales/{id}/identity-attempts', { params: { path: { id: sale.id }, header: headers } })),
    onDone: refresh,
    onProblem: refresh,
  });
  const isVoid = attempt.state === 'void';
  const ends = !isVoid && attempt.next !== 'again';
  const retry: Action = {
    id: 'identity.again',
    label: isVoid ? t.retry : t.secondTry,
    key: 'Ctrl+Enter',
    run: () => again.run(undefined),
  };
  const correct: Action = {
    id: 'identity.correct',
    label: isVoid ? t.lookAgain : t.correct,
    key: 'F7',
    run: onCorrect,
  };
  const end: Action = {
    id: 'identity.end',
    label: attempt.next === 'closed' ? t.endClosed : t.endWait,
    key: 'Ctrl+Enter',
    run: () => close.run({ code: attempt.next === 'closed' ? 'identity_closed' : 'identity_retry' }),
  };
  const actions = ends ? [end] : [retry, correct];
  useActions(actions);
  const problem = again.problem ?? close.problem;
  const kind = isVoid ? 'void' : (attempt.next ?? 'again');
  const when = attempt.next_at ?? 0;
  return (
    <WorkPane
      label={t.title}
      question={t.after[kind].question}
      note={ends && <span className={l.meta}>{t.after[kind].note}</span>}
      acts={<Acts actions={actions} dispose={dispose} />}
    >
      <Attempts attempt={attempt} />
      {problem && <ErrorSummary problem={problem} count={again.problemCount + close.problemCount} />}
      <div className={l.stack}>
        <h1>{t.after[kind].title}</h1>
        {isVoid ? (
          <Banner tone="warn" title={t.notCounted}>
            {t.void[attempt.void_reason ?? 'provider_silent']}
          </Banner>
        ) : (
          <p className={l.soft}>{t.after[kind].why}</p>
        )}
      </div>
      {attempt.next === 'wait' && when > 0 && (
        <div className={s.booked}>
          <div className={l.stack}>
            <h2 className={l.meta}>{t.lastFrom}</h2>
            <p className={s.number}>{formatTime(when)}</p>
            <p>{formatLongDay(when, language)}</p>
          </div>
          <Facts
            rows={[
              { label: t.begins, value: t.title },
              {
                label: t.sameOffer,
                value: formatCop(sale.products.reduce((sum, one) => sum + one.price_cop, 0)),
              },
            ]}
          />
        </div>
      )}
      <Say label={t.say}>{t.after[kind].say(`${formatLongDay(when, language)}, ${formatTime(when)}`)}</Say>
    </WorkPane>
  );
}
