/* The call, step by step: customer left, the work in the middle, progress right. Which step it is the server says. */
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { formatClock } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { useNow } from '#shared/useNow.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ActionButton, lookOf } from '#shared/ui/Button.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty, Skeleton } from '#shared/ui/States.tsx';
import { Pips, Stepper, type Step } from '#shared/ui/Steps.tsx';
import s from './agent.module.css';
import { CustomerPane } from './CustomerPane.tsx';
import { openCall, useDesk, type Call, type Desk } from './desk.ts';
import { DispositionDialog } from './DispositionDialog.tsx';
import { FormStep } from './FormStep.tsx';
import { IdentityStep } from './IdentityStep.tsx';
import { rebuttalsMade, REBUTTALS_LEAST } from './ladder.ts';
import { LineStep } from './LineStep.tsx';
import { OfferStep } from './OfferStep.tsx';
import { ReadingStep } from './ReadingStep.tsx';
import { agentTexts } from './texts.ts';

export default function CallScreen() {
  const t = useTexts(agentTexts).call;
  const desk = useDesk();
  const call = openCall(desk.data);
  if (!desk.data) return <Skeleton lines={10} />;
  if (!call)
    return (
      <div className={l.page}>
        <Empty
          title={t.none}
          action={
            <Link to="/jornada" className={lookOf({})}>
              {t.toDay}
            </Link>
          }
        >
          {t.noneWhy}
        </Empty>
      </div>
    );
  return <CallDesk key={call.id} desk={desk.data} call={call} />;
}

function CallDesk({ desk, call }: { desk: Desk; call: Call }) {
  const t = useTexts(agentTexts).call;
  const [disposing, setDisposing] = useState(false);
  const dispose: Action = {
    id: 'call.dispose',
    label: t.dispose,
    key: 'F10',
    enabled: call.connected_at !== undefined,
    run: () => setDisposing(true),
  };
  useActions([dispose]);
  const isOver = call.state === 'ended';
  return (
    <div className={l.panes} style={{ '--panes': '264px minmax(0, 1fr) 264px' } as React.CSSProperties}>
      <CustomerPane desk={desk} call={call} />
      <section className={`${l.pane} ${l.more}`} aria-label={t.work} tabIndex={0}>
        <div className={s.work}>
          {isOver && <WrapUp desk={desk} action={dispose} />}
          <Work desk={desk} call={call} dispose={dispose} />
        </div>
      </section>
      <Progress call={call} dispose={dispose} />
      {disposing && <DispositionDialog desk={desk} call={call} onClose={() => setDisposing(false)} />}
    </div>
  );
}

function Work({ desk, call, dispose }: { desk: Desk; call: Call; dispose: Action }): ReactNode {
  const t = useTexts(agentTexts).call;
  const { sale } = desk;
  if (call.state === 'dialing' || call.state === 'offered') return <Skeleton lines={6} />;
  const step = call.step ?? 'offer';
  if (step === 'offer' || !sale) return <OfferStep call={call} dispose={dispose} />;
  if (sale.state !== 'draft' && !sale.task) return <Submitted number={sale.number ?? ''} dispose={dispose} />;
  switch (step) {
    case 'line':
      return <LineStep call={call} sale={sale} dispose={dispose} />;
    case 'identity':
      return <IdentityStep call={call} sale={sale} attempt={desk.attempt} dispose={dispose} />;
    case 'reading':
      return <ReadingStep sale={sale} reading={desk.reading} dispose={dispose} />;
    case 'form':
      return <FormStep sale={sale} dispose={dispose} />;
    case 'disposition':
      return sale.state === 'draft' ? <p>{t.unfinished}</p> : null;
  }
}

function Submitted({ number, dispose }: { number: string; dispose: Action }) {
  const t = useTexts(agentTexts).call;
  return (
    <div className={l.stackWide}>
      <Banner tone="ok" title={t.submitted(number)}>
        {t.submittedNext}
      </Banner>
      <ActionButton action={dispose} variant="primary" />
    </div>
  );
}

function WrapUp({ desk, action }: { desk: Desk; action: Action }) {
  const t = useTexts(agentTexts).call;
  const now_ms = useNow();
  const until = desk.state.wrap_up_until;
  const left = until === undefined ? undefined : Math.max(0, Math.ceil((until - now_ms) / 1000));
  return (
    <Banner tone="warn" title={t.over} action={<ActionButton action={action} variant="primary" />}>
      {left === undefined ? t.overWhy : t.overLeft(formatClock(left))}
    </Banner>
  );
}

const order = ['offer', 'line', 'identity', 'reading', 'form'] as const;

function Progress({ call, dispose }: { call: Call; dispose: Action }) {
  const t = useTexts(agentTexts).call;
  const at = order.indexOf((call.step ?? 'offer') as (typeof order)[number]);
  const steps: Step[] = order.map((id, index) => ({
    id,
    label: t.steps[id],
    state: at < 0 || index < at ? 'done' : index === at ? 'current' : 'todo',
  }));
  const made = rebuttalsMade(call);
  return (
    <aside className={`${l.pane} ${l.more}`} aria-label={t.progress} tabIndex={0}>
      <div className={s.side}>
        <h2>{t.progress}</h2>
        <Stepper steps={steps} vertical label={t.progress} />
        <h2>{t.rebuttals}</h2>
        <p className={l.row}>
          <Pips done={made} of={REBUTTALS_LEAST} /> {t.rebuttalsMade(made, REBUTTALS_LEAST)}
        </p>
        <ActionButton action={dispose} block split />
      </div>
    </aside>
  );
}
