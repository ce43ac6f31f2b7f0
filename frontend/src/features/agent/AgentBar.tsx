/* On every screen of an agent: the call while there is one, else the state. It also drives the softphone, and leads to
   the call when one comes. */
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatDocument } from '#shared/format/formats.ts';
import { useProblemText } from '#shared/i18n/problemText.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { useLive } from '#shared/live/useLive.ts';
import { PhoneBar } from '#shared/softphone/PhoneBar.tsx';
import { softphone } from '#shared/softphone/softphone.ts';
import { useNow } from '#shared/useNow.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ActionButton } from '#shared/ui/Button.tsx';
import { WaitBar } from '#shared/ui/CallBar.tsx';
import l from '#shared/ui/layout.module.css';
import { Status } from '#shared/ui/Status.tsx';
import s from './agent.module.css';
import { Away, StateProblem, useStateChange } from './Away.tsx';
import {
  isReading,
  isSecret,
  openCall,
  undoUntil,
  useDesk,
  useDeskUpdate,
  type Call,
  type Desk,
} from './desk.ts';
import { StateBar } from './StateBar.tsx';
import { agentTexts } from './texts.ts';

export default function AgentBar() {
  const { data: desk } = useDesk();
  const { refresh } = useDeskUpdate();
  const navigate = useNavigate();
  const now_ms = useNow(250);
  const call = openCall(desk);
  const shown = useRef<string>(undefined);
  useEffect(() => softphone.start(refresh));
  useEffect(() => softphone.follow(desk?.call), [desk?.call]);
  const secret = isSecret(desk);
  useEffect(() => softphone.silence(secret), [secret]);
  useEffect(() => () => softphone.follow(undefined), []);
  useLive('call.offered', refresh);
  useEffect(() => {
    if (!call || shown.current === call.id) return;
    shown.current = call.id;
    if (!isTyping()) void navigate({ to: '/gestion' });
  }, [call, navigate]);

  if (!desk) return null;
  const until_ms = undoUntil(desk, now_ms);
  if (until_ms !== undefined && desk.call)
    return <UndoBar desk={desk} call={desk.call} left_s={Math.ceil((until_ms - now_ms) / 1000)} />;
  if (!call) return <StateBar desk={desk} />;
  const { customer } = desk.sale ?? {};
  return (
    <PhoneBar
      call={call}
      quiet={call.step === 'identity' || call.step === 'reading'}
      {...readingOf(desk)}
      {...(customer?.document_number && {
        facts: formatDocument(customer.document_type ?? 'cc', customer.document_number),
      })}
      onChanged={refresh}
    />
  );
}

function readingOf(desk: Desk): { reading_ms?: number } {
  const started = desk.reading?.started_at;
  return isReading(desk) && started !== undefined ? { reading_ms: started } : {};
}

/* A call never takes the focus from who is writing. */
function isTyping(): boolean {
  const active = document.activeElement;
  return active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement;
}

/* The seconds in which a disposition can be taken back; the next call waits for them, and so does what is asked for
   instead of it. */
function UndoBar({ desk, call, left_s }: { desk: Desk; call: Call; left_s: number }) {
  const t = useTexts(agentTexts).disposition;
  const { state, pending_task, pending_break } = desk.state;
  const change = useStateChange();
  const { text } = useProblemText();
  const { put } = useDeskUpdate();
  const undo = useCommand({
    run: () => ok(api.DELETE('/calls/{id}/disposition', { params: { path: { id: call.id } } })),
    onDone: (next) => put({ call: next }),
  });
  const takeBack: Action = {
    id: 'disposition.undo',
    label: t.undo,
    key: 'Escape',
    run: () => undo.run(),
  };
  useActions([takeBack]);
  const code = call.disposition?.code ?? 'technical';
  return (
    <>
      <WaitBar label={t.title}>
        <div className={s.state}>
          <Status shape="ok">{t.done(t.codes[code])}</Status>
          <span className={l.meta}>
            {pending_break ? t.breakWaits : pending_task ? t.tasksWait : t.nextWaits}
          </span>
        </div>
        <div className={`${l.row} ${l.end}`}>
          {!pending_break && !pending_task && <Away state={state} change={change} />}
          <ActionButton action={takeBack}>
            <span>
              {t.undo}
              <span aria-hidden="true">{t.undoLeft(left_s)}</span>
            </span>
          </ActionButton>
        </div>
      </WaitBar>
      <StateProblem change={change} />
      {undo.problem && (
        <Banner tone="bad" live="alert" round={false}>
          {text(undo.problem)}
        </Banner>
      )}
    </>
  );
}
