/* Between calls: the agent's state, since when, and what to do next. */
import { useLocation } from '@tanstack/react-router';
import { formatClock } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { SoundBanner } from '#shared/softphone/PhoneBar.tsx';
import { softphone } from '#shared/softphone/softphone.ts';
import { useNow } from '#shared/useNow.ts';
import { ActionButton } from '#shared/ui/Button.tsx';
import { WaitBar } from '#shared/ui/CallBar.tsx';
import l from '#shared/ui/layout.module.css';
import { Status } from '#shared/ui/Status.tsx';
import s from './agent.module.css';
import { Away, StateProblem, useStateChange } from './Away.tsx';
import type { Desk } from './desk.ts';
import { isAway, stateShapes } from './states.ts';
import { agentTexts } from './texts.ts';

export function StateBar({ desk }: { desk: Desk }) {
  const t = useTexts(agentTexts).state;
  const { pathname } = useLocation();
  const change = useStateChange();
  const { state, since, reason: why, break_until } = desk.state;
  const now_ms = useNow();
  const available: Action = {
    id: 'state.available',
    label: t.goAvailable,
    /* On a task F2 is its call. */
    ...(!pathname.startsWith('/tareas/') && { key: 'F2' }),
    enabled: isAway(state),
    run: async () => {
      if (await softphone.prepare()) await change.run({ state: 'available' });
    },
  };
  useActions(available.enabled ? [available] : []);
  const clock = formatClock(Math.max(0, Math.floor((now_ms - since) / 1000)));
  return (
    <>
      <WaitBar label={t.title}>
        <div className={s.state}>
          <Status shape={stateShapes[state]}>{t.names[state]}</Status>
          <span className={l.meta}>{why ? t.reasons[why] : t.notes[state]}</span>
          {break_until !== undefined && <BreakLeft left_ms={break_until - now_ms} />}
        </div>
        <output aria-live="off" aria-label={t.since(clock)}>
          {clock}
        </output>
        <div className={`${l.row} ${l.end}`}>
          <Away state={state} change={change} />
          {available.enabled && <ActionButton action={available} variant="primary" />}
        </div>
      </WaitBar>
      <StateProblem change={change} />
      <SoundBanner inCall={false} />
    </>
  );
}

/* How much of the break is left, or by how much it is overrun. */
function BreakLeft({ left_ms }: { left_ms: number }) {
  const t = useTexts(agentTexts).state;
  const clock = formatClock(Math.floor(Math.abs(left_ms) / 1000));
  return left_ms >= 0 ? (
    <span className={l.meta}>{t.breakLeft(clock)}</span>
  ) : (
    <Status shape="bad">{t.breakOver(clock)}</Status>
  );
}
