/* Between calls: the agent's state, since when, and what to do next. */
import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatClock } from '#shared/format/formats.ts';
import { useProblemText } from '#shared/i18n/problemText.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { SoundBanner } from '#shared/softphone/PhoneBar.tsx';
import { softphone } from '#shared/softphone/softphone.ts';
import { useNow } from '#shared/useNow.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ActionButton } from '#shared/ui/Button.tsx';
import { WaitBar } from '#shared/ui/CallBar.tsx';
import { selectClass } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { Status, StatusShape } from '#shared/ui/Status.tsx';
import s from './agent.module.css';
import { useDeskUpdate, type Desk, type Schemas } from './desk.ts';
import { breakReasons, isAway, stateShapes } from './states.ts';
import { agentTexts } from './texts.ts';

type Change = Schemas['AgentStateChange'];

export function StateBar({ desk }: { desk: Desk }) {
  const t = useTexts(agentTexts).state;
  const { text } = useProblemText();
  const { pathname } = useLocation();
  const [reason, setReason] = useState<Schemas['BreakReason']>('rest');
  const { refresh } = useDeskUpdate();
  const change = useCommand({
    run: (body: Change) => ok(api.PUT('/agents/me/state', { body })),
    onDone: refresh,
    onProblem: refresh,
  });
  const { state, since, reason: why } = desk.state;
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
  const rest: Action = {
    id: 'state.break',
    label: t.goBreak,
    enabled: state === 'available' || state === 'task' || state === 'no_line',
    run: () => change.run({ state: 'break', reason }),
  };
  const task: Action = {
    id: 'state.task',
    label: t.goTask,
    enabled: state === 'available' || state === 'break',
    run: () => change.run({ state: 'task' }),
  };
  useActions([available, rest, task].filter((action) => action.enabled));
  const clock = formatClock(Math.max(0, Math.floor((now_ms - since) / 1000)));
  return (
    <>
      <WaitBar label={t.title}>
        <div className={s.state}>
          <Status shape={stateShapes[state]}>{t.names[state]}</Status>
          <span className={l.meta}>{why ? t.reasons[why] : t.notes[state]}</span>
        </div>
        <output aria-live="off" aria-label={t.since(clock)}>
          {clock}
        </output>
        <div className={`${l.row} ${l.end}`}>
          {task.enabled && (
            <ActionButton action={task}>
              <StatusShape shape="task" /> {t.goTask}
            </ActionButton>
          )}
          {rest.enabled && (
            <>
              <select
                className={`${selectClass} ${s.auto}`}
                aria-label={t.reason}
                value={reason}
                onChange={(event) => setReason(event.target.value as typeof reason)}
              >
                {breakReasons.map((name) => (
                  <option key={name} value={name}>
                    {t.pauseFor(t.reasons[name])}
                  </option>
                ))}
              </select>
              <ActionButton action={rest} icon="pause" />
            </>
          )}
          {available.enabled && <ActionButton action={available} variant="primary" />}
        </div>
      </WaitBar>
      {change.problem && (
        <Banner tone="bad" live="alert" round={false}>
          {text(change.problem)}
        </Banner>
      )}
      <SoundBanner inCall={false} />
    </>
  );
}
