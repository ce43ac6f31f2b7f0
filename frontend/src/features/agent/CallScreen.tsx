/* The call, step by step: who left, the work in the middle, progress right. Which step it is the server says. */
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatClock } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { useNow } from '#shared/useNow.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ActionButton, lookOf } from '#shared/ui/Button.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty, Skeleton } from '#shared/ui/States.tsx';
import s from './agent.module.css';
import { CallSale } from './CallSale.tsx';
import {
  openCall,
  undoUntil,
  useDesk,
  useDeskUpdate,
  wantsDisposition,
  type Call,
  type Desk,
} from './desk.ts';
import { DispositionDialog } from './DispositionDialog.tsx';
import type { Code } from './dispositions.ts';
import { FormStep } from './FormStep.tsx';
import { IdentityStep } from './IdentityStep.tsx';
import { LineStep } from './LineStep.tsx';
import type { ShownStep } from './steps.ts';
import { OfferStep } from './OfferStep.tsx';
import { OptOutDialog } from './OptOutDialog.tsx';
import { ReadingStep } from './ReadingStep.tsx';
import { ClausesPane, CustomerPane, ProgressPane, TakesPane } from './sides.tsx';
import { agentTexts } from './texts.ts';
import { Acts, WorkPane } from './WorkPane.tsx';

export default function CallScreen() {
  const t = useTexts(agentTexts).call;
  const desk = useDesk();
  const now_ms = useNow();
  const call = openCall(desk.data);
  if (!desk.data) return <Skeleton lines={10} />;
  if (call) return <CallDesk key={call.id} desk={desk.data} call={call} />;
  const isUndoable = undoUntil(desk.data, now_ms) !== undefined;
  return (
    <div className={l.page}>
      <h1 className={l.vh}>{t.work}</h1>
      <Empty
        title={isUndoable ? t.recorded : t.none}
        action={
          <Link to="/jornada" className={lookOf({})}>
            {t.toDay}
          </Link>
        }
      >
        {isUndoable ? t.recordedWhy : t.noneWhy}
      </Empty>
    </div>
  );
}

function CallDesk({ desk, call }: { desk: Desk; call: Call }) {
  const t = useTexts(agentTexts).call;
  const [disposing, setDisposing] = useState<Code | 'choose'>();
  const [optingOut, setOptingOut] = useState(false);
  const { refresh } = useDeskUpdate();
  const hangUp = useCommand({
    run: (_: undefined, { headers }) =>
      ok(api.POST('/calls/{id}/hangup', { params: { path: { id: call.id }, header: headers } })),
    onDone: refresh,
    onProblem: refresh,
  });
  /* Own work on a sale ends with the line; every other call with its disposition. */
  const dispose: Action = wantsDisposition(call)
    ? {
        id: 'call.dispose',
        label: t.dispose,
        key: 'F10',
        enabled: call.connected_at !== undefined,
        run: () => setDisposing('choose'),
      }
    : { id: 'call.end', label: t.endTask, key: 'F10', run: () => hangUp.run(undefined) };
  useActions([dispose]);
  const server = stepOf(desk, call);
  /* The line is kept as it is said, which makes identity the server's next step; document and look-up come first. */
  const [wasAtLine, setWasAtLine] = useState(server === 'line');
  const [linesDone, setLinesDone] = useState(0); /* how many products had theirs when the agent went on */
  if (server === 'line' && !wasAtLine) setWasAtLine(true);
  const products = desk.sale?.products.length ?? 0;
  const atLine = server === 'line' || (server === 'identity' && wasAtLine && !desk.attempt);
  const step = atLine ? (linesDone === products ? 'identity' : 'line') : server;
  const { reading } = desk;
  const takes = step === 'reading' ? reading : undefined;
  return (
    <div className={s.desk}>
      <Work desk={desk} call={call} step={step} dispose={dispose} onLineDone={() => setLinesDone(products)} />
      {takes ? (
        <ClausesPane reading={takes} />
      ) : (
        <CustomerPane desk={desk} call={call} onOptOut={() => setOptingOut(true)} />
      )}
      {takes ? <TakesPane reading={takes} /> : <ProgressPane desk={desk} call={call} step={step} />}
      {optingOut && (
        <OptOutDialog
          desk={desk}
          call={call}
          onClose={() => setOptingOut(false)}
          onDispose={() => {
            setOptingOut(false);
            setDisposing('do_not_call');
          }}
        />
      )}
      {disposing && (
        <DispositionDialog
          desk={desk}
          call={call}
          {...(disposing !== 'choose' && { chosen: disposing })}
          onClose={() => setDisposing(undefined)}
        />
      )}
    </div>
  );
}

function stepOf({ sale }: Desk, call: Call): ShownStep {
  if (call.state === 'dialing' || call.state === 'offered') return 'connecting';
  const step = call.step ?? 'offer';
  if (!sale) return step === 'disposition' ? step : 'offer';
  if (sale.state === 'draft')
    /* The talk is over, the form is not: it can still be handed in. */
    return step === 'disposition' && sale.step === 'form' && call.state === 'ended' ? 'form' : step;
  return sale.state === 'rerecord_requested' ? 'reading' : 'sent';
}

interface WorkProps {
  desk: Desk;
  call: Call;
  step: ShownStep;
  dispose: Action;
  onLineDone: () => void;
}

function Work({ desk, call, step, dispose, onLineDone }: WorkProps): ReactNode {
  const { sale } = desk;
  if (step === 'connecting') return <Connecting />;
  if (step === 'offer' || !sale) return <OfferStep call={call} dispose={dispose} />;
  if (step === 'line') return <LineStep call={call} sale={sale} dispose={dispose} onNext={onLineDone} />;
  if (step === 'identity')
    return <IdentityStep call={call} sale={sale} attempt={desk.attempt} dispose={dispose} />;
  if (step === 'reading')
    return <ReadingStep call={call} sale={sale} reading={desk.reading} dispose={dispose} />;
  if (step === 'form') return <FormStep sale={sale} dispose={dispose} />;
  return <Ended desk={desk} call={call} dispose={dispose} />;
}

function Connecting() {
  const t = useTexts(agentTexts).call;
  return (
    <WorkPane label={t.work} question={t.connecting} acts={null}>
      <Skeleton lines={6} />
    </WorkPane>
  );
}

/* Nothing more to do but to say how it ended. */
function Ended({ desk, call, dispose }: Omit<WorkProps, 'step' | 'onLineDone'>) {
  const t = useTexts(agentTexts).call;
  const { sale } = desk;
  const sent = sale && sale.state !== 'draft';
  const isOver = call.state === 'ended';
  /* It fell after a yes: the redials belong to the same contact. */
  const mayRedial = isOver && sale?.state === 'draft' && desk.state.state === 'task';
  return (
    <WorkPane
      label={t.work}
      question={isOver ? t.howEnded : t.goodbye}
      note={isOver && <WrapUp until_ms={desk.state.wrap_up_until} />}
      acts={
        mayRedial ? (
          <div className={s.acts}>
            <CallSale saleId={sale.id} label={t.redial} state={desk.state.state} isFirst />
            <ActionButton action={dispose} split />
          </div>
        ) : (
          <Acts actions={[dispose]} dispose={dispose} />
        )
      }
    >
      <h1 className={isOver ? undefined : l.vh}>
        {isOver ? (t.ends[call.end_reason ?? 'agent_hung_up'] ?? t.over) : t.goodbye}
      </h1>
      {sent ? (
        <Banner
          tone="ok"
          title={wantsDisposition(call) ? t.submitted(sale.number ?? '') : t.taskDone(sale.number ?? '')}
        >
          {wantsDisposition(call) ? t.submittedNext : t.taskDoneNext}
        </Banner>
      ) : (
        sale && <p>{t.unfinished}</p>
      )}
    </WorkPane>
  );
}

function WrapUp({ until_ms }: { until_ms: number | undefined }) {
  const t = useTexts(agentTexts).call;
  const now_ms = useNow();
  if (until_ms === undefined) return null;
  return (
    <span className={l.meta} aria-live="off">
      {t.wrapUpLeft(formatClock(Math.max(0, Math.ceil((until_ms - now_ms) / 1000))))}
    </span>
  );
}
