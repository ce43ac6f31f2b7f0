/* Between calls: the agent's state, since when, and what to do next. */
import { useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatClock } from '#shared/format/formats.ts';
import { useProblemText } from '#shared/i18n/problemText.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { softphone } from '#shared/softphone/softphone.ts';
import { phoneTexts } from '#shared/softphone/texts.ts';
import { useSoftphone } from '#shared/softphone/useSoftphone.ts';
import { useNow } from '#shared/useNow.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ActionButton } from '#shared/ui/Button.tsx';
import { WaitBar } from '#shared/ui/CallBar.tsx';
import { inputClass } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { Status } from '#shared/ui/Status.tsx';
import { useDeskUpdate, type Desk, type Schemas } from './desk.ts';
import { breakReasons, stateShapes } from './states.ts';
import { agentTexts } from './texts.ts';

type Change = Schemas['AgentStateChange'];

export function StateBar({ desk }: { desk: Desk }) {
  const t = useTexts(agentTexts);
  const p = useTexts(phoneTexts);
  const { text } = useProblemText();
  const { microphone } = useSoftphone();
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
    label: t.state.goAvailable,
    key: 'F2',
    enabled: state === 'break' || state === 'task' || state === 'offline',
    run: async () => {
      if (await softphone.prepare()) await change.run({ state: 'available' });
    },
  };
  const rest: Action = {
    id: 'state.break',
    label: t.state.goBreak,
    enabled: state === 'available' || state === 'task',
    run: () => change.run({ state: 'break', reason }),
  };
  const task: Action = {
    id: 'state.task',
    label: t.state.goTask,
    enabled: state === 'available' || state === 'break',
    run: () => change.run({ state: 'task' }),
  };
  useActions([available, rest, task]);
  return (
    <>
      <WaitBar label={t.state.title}>
        <Status shape={stateShapes[state]}>{t.state.names[state]}</Status>
        <span className={l.meta} aria-live="off">
          {formatClock(Math.max(0, Math.floor((now_ms - since) / 1000)))}
        </span>
        {why && <span>{t.state.reasons[why]}</span>}
        <div className={`${l.row} ${l.end}`}>
          {available.enabled ? (
            <ActionButton action={available} variant="primary" />
          ) : (
            <>
              <select
                className={inputClass}
                aria-label={t.state.reason}
                value={reason}
                onChange={(event) => setReason(event.target.value as typeof reason)}
              >
                {breakReasons.map((name) => (
                  <option key={name} value={name}>
                    {t.state.reasons[name]}
                  </option>
                ))}
              </select>
              <ActionButton action={rest} icon="pause" />
            </>
          )}
          {task.enabled && <ActionButton action={task} />}
        </div>
      </WaitBar>
      {change.problem && (
        <Banner tone="bad" live="alert" round={false}>
          {text(change.problem)}
        </Banner>
      )}
      {microphone === 'refused' && (
        <Banner tone="bad" live="alert" round={false} title={p.refused}>
          {p.refusedHelp}
        </Banner>
      )}
    </>
  );
}
