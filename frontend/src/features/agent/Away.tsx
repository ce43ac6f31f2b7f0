/* Out of the dialer's reach: to own tasks or into a break. Asked for on a call, it begins when that call is done with. */
import { useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useProblemText } from '#shared/i18n/problemText.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ActionButton } from '#shared/ui/Button.tsx';
import { selectClass } from '#shared/ui/Field.tsx';
import { StatusShape } from '#shared/ui/Status.tsx';
import s from './agent.module.css';
import { useDeskUpdate, type Schemas } from './desk.ts';
import { breakReasons, mayAsk, type StateName } from './states.ts';
import { agentTexts } from './texts.ts';

export type Change = Schemas['AgentStateChange'];

export function useStateChange() {
  const { refresh } = useDeskUpdate();
  return useCommand({
    run: (body: Change) => ok(api.PUT('/agents/me/state', { body })),
    onDone: refresh,
    onProblem: refresh,
  });
}

export type StateCommand = ReturnType<typeof useStateChange>;

export function Away({ state, change }: { state: StateName; change: StateCommand }) {
  const t = useTexts(agentTexts).state;
  const [reason, setReason] = useState<Schemas['BreakReason']>('rest');
  const task: Action = {
    id: 'state.task',
    label: t.goTask,
    enabled: mayAsk('task', state),
    run: () => change.run({ state: 'task' }),
  };
  const rest: Action = {
    id: 'state.break',
    label: t.goBreak,
    enabled: mayAsk('break', state),
    run: () => change.run({ state: 'break', reason }),
  };
  useActions([task, rest].filter((action) => action.enabled));
  return (
    <>
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
    </>
  );
}

export function StateProblem({ change }: { change: StateCommand }) {
  const { text } = useProblemText();
  if (!change.problem) return null;
  return (
    <Banner tone="bad" live="alert" round={false}>
      {text(change.problem)}
    </Banner>
  );
}
