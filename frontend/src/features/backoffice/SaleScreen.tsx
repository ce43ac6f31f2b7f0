/* One sale: the queue left; its facts (any may be flagged as wrong) and the work of its state in the middle; papers
   right. */
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { asProblem } from '#shared/api/problem.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatMoment, formatSpan, formatTime } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { useUser } from '#shared/session/session.ts';
import { useNow } from '#shared/useNow.ts';
import { urgencyOf } from '#shared/validity.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ActionButton } from '#shared/ui/Button.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import l from '#shared/ui/layout.module.css';
import { Failed, Skeleton } from '#shared/ui/States.tsx';
import { Status } from '#shared/ui/Status.tsx';
import { Stepper } from '#shared/ui/Steps.tsx';
import { ActivatePanel } from './ActivatePanel.tsx';
import { ConfirmPanel } from './ConfirmPanel.tsx';
import { AmendmentForm, Amendments, CorrectionForm } from './CorrectionForm.tsx';
import { DispatchPanel } from './DispatchPanel.tsx';
import { History } from './History.tsx';
import { PapersPane } from './PapersPane.tsx';
import { QueuePane } from './QueuePane.tsx';
import { RemovalPanel } from './RemovalPanel.tsx';
import { ReviewPanel } from './ReviewPanel.tsx';
import {
  isActivated,
  panelOf,
  saleSteps,
  stateShapes,
  stepOf,
  useSale,
  useSaleUpdate,
  type Sale,
  type TaskField,
} from './sale.ts';
import { SaleFacts, type Flags } from './SaleFacts.tsx';
import s from './office.module.css';
import { officeTexts } from './texts.ts';
import { Withdraw, WithdrawnWork } from './WithdrawalPanel.tsx';

export default function SaleScreen() {
  const t = useTexts(officeTexts).sale;
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const sale = useSale(id);
  if (sale.data) return <SaleDesk key={id} sale={sale.data} />;
  return sale.error ? (
    <Failed title={t.failed} problem={asProblem(sale.error)} onRetry={() => void sale.refetch()} />
  ) : (
    <Skeleton lines={12} />
  );
}

function SaleDesk({ sale }: { sale: Sale }) {
  const t = useTexts(officeTexts).sale;
  const [flags, setFlags] = useState<Flags>({});
  const user = useUser();
  const mine = sale.claim?.by === user.id;
  const work = <Work sale={sale} mine={mine} flags={flags} onSent={() => setFlags({})} />;
  /* What only decides stands at the foot, always at the same place; what is worked on comes before the facts. */
  const decides = !['confirm', 'activate', 'dispatch', 'ended'].includes(panelOf(sale.state));
  return (
    <div className={s.desk}>
      <QueuePane current={sale.id} />
      <section className={s.sale} aria-label={t.work}>
        <Head sale={sale} mine={mine} />
        <div className={`${s.scroll} ${l.more}`} role="region" tabIndex={0} aria-label={t.facts}>
          <Mend sale={sale} flags={flags} onDone={(field) => setFlags(without(flags, field))} />
          {!decides && work}
          <SaleFacts
            sale={sale}
            flags={flags}
            onFlags={mine || isActivated(sale.state) ? setFlags : undefined}
          />
          <Amendments sale={sale} />
          <History sale={sale} />
        </div>
        {decides && <div className={s.foot}>{work}</div>}
      </section>
      <PapersPane sale={sale} mine={mine} />
    </div>
  );
}

function without(flags: Flags, field: TaskField): Flags {
  const rest = { ...flags };
  delete rest[field];
  return rest;
}

/* Flagged fields that need no agent: a paper proves them, or the sale is activated. */
function Mend({ sale, flags, onDone }: { sale: Sale; flags: Flags; onDone: (field: TaskField) => void }) {
  const fields = Object.keys(flags) as TaskField[];
  const Form = isActivated(sale.state) ? AmendmentForm : CorrectionForm;
  return fields.map((field) => <Form key={field} sale={sale} field={field} onDone={() => onDone(field)} />);
}

function Head({ sale, mine }: { sale: Sale; mine: boolean }) {
  const t = useTexts(officeTexts).sale;
  const states = useTexts(officeTexts).states;
  const { language } = usePreferences();
  const now_ms = useNow(1000);
  const navigate = useNavigate();
  const { put, refresh } = useSaleUpdate(sale.id);
  const params = { path: { id: sale.id } };
  const claim = useCommand({
    run: (_: undefined, { headers }) =>
      ok(api.POST('/sales/{id}/claim', { params: { ...params, header: headers } })),
    onDone: put,
    onProblem: refresh,
  });
  const release = useCommand({
    run: () => ok(api.DELETE('/sales/{id}/claim', { params })),
    onDone: (next) => {
      put(next);
      void navigate({ to: '/revision' });
    },
    onProblem: refresh,
  });
  const held = sale.claim?.by !== undefined && !mine;
  const hasWork = sale.ready !== undefined; /* the back office has it in hand */
  const take: Action = {
    id: 'sale.claim',
    label: t.take,
    key: 'F2',
    enabled: !mine && !held && hasWork,
    ...(held ? { whyDisabled: t.heldBy(sale.claim?.by_name ?? '') } : {}),
    run: () => claim.run(undefined),
  };
  const back: Action = {
    id: 'sale.release',
    label: t.giveBack,
    key: 'F7',
    enabled: mine,
    run: () => release.run(),
  };
  useActions([take, back]);
  const { validity } = sale;
  const problem = claim.problem ?? release.problem;
  const at = stepOf(sale);
  const onItsWay =
    at !== undefined && !['wait', 'dispatch', 'ended'].includes(panelOf(sale.state)); /* the step says it */
  return (
    <header className={s.head}>
      <div className={s.title}>
        <h1>
          <span className={l.clip}>{sale.customer.full_name}</span>{' '}
          <small className={`${l.meta} ${l.idn}`}>{sale.number}</small>
        </h1>
        {!onItsWay && <Status shape={stateShapes[sale.state]}>{states[sale.state]}</Status>}
        {validity && (
          <Status shape={urgencyOf(validity, now_ms)} fill={urgencyOf(validity, now_ms) !== 'wait'}>
            <time
              dateTime={new Date(validity.ends_at).toISOString()}
              title={formatMoment(validity.ends_at, language)}
            >
              {t.left(formatSpan(Math.max(0, validity.ends_at - now_ms)))}
            </time>
          </Status>
        )}
        <span className={`${l.row} ${l.end}`}>
          {mine ? <ActionButton action={back} /> : <ActionButton action={take} variant="primary" />}
        </span>
      </div>
      {problem && <ErrorSummary problem={problem} count={claim.problemCount + release.problemCount} />}
      {held && (
        <Banner tone="plain">
          {t.heldSince(sale.claim?.by_name ?? '', sale.claim?.since ? formatTime(sale.claim.since) : '')}
        </Banner>
      )}
      {at !== undefined && (
        <Stepper
          label={t.way}
          steps={saleSteps.map((id, n) => ({
            id,
            label: t.steps[id],
            state: n < at ? 'done' : n === at ? 'current' : 'todo',
          }))}
        />
      )}
    </header>
  );
}

interface WorkProps {
  sale: Sale;
  mine: boolean;
  flags: Flags;
  onSent: () => void;
}

function Work({ sale, mine, flags, onSent }: WorkProps) {
  const t = useTexts(officeTexts).sale;
  switch (panelOf(sale.state)) {
    case 'review':
      return <ReviewPanel sale={sale} mine={mine} flags={flags} onSent={onSent} />;
    case 'wait':
      return (
        <>
          <Banner tone="run">{t.waits[sale.state as keyof typeof t.waits]}</Banner>
          {sale.state !== 'data_requested' && (
            <ReviewPanel sale={sale} mine={mine} flags={flags} onSent={onSent} />
          )}
        </>
      );
    case 'confirm':
      return <ConfirmPanel sale={sale} mine={mine} flags={flags} onSent={onSent} />;
    case 'documents':
      return (
        <>
          <Banner tone="run">{t.papersNext}</Banner>
          <ReviewPanel sale={sale} mine={mine} flags={flags} onSent={onSent} />
        </>
      );
    case 'activate':
      return sale.frozen_at ? <Frozen sale={sale} mine={mine} /> : <ActivatePanel sale={sale} mine={mine} />;
    case 'dispatch':
      return (
        <>
          <DispatchPanel sale={sale} mine={mine} />
          <Withdraw sale={sale} />
        </>
      );
    case 'ended':
      if (sale.state === 'withdrawn') return <WithdrawnWork sale={sale} mine={mine} />;
      return (
        <>
          <Banner tone={sale.state === 'delivered' ? 'ok' : 'plain'}>{t.ended}</Banner>
          <Withdraw sale={sale} />
        </>
      );
  }
}

/* Half loaded and over: a supervisor decides; what they let be reversed is taken off here. */
function Frozen({ sale, mine }: { sale: Sale; mine: boolean }) {
  const t = useTexts(officeTexts).sale;
  return (
    <>
      <Banner tone="warn">{sale.reversing_at ? t.reversing : t.frozen}</Banner>
      {sale.reversing_at && <RemovalPanel sale={sale} mine={mine} />}
    </>
  );
}
