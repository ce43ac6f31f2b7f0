/* Calls the customer of a sale: through the same gate and softphone as every call, and out of the dialer's reach: it is
   own work, so that no other call comes in between. */
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { softphone } from '#shared/softphone/softphone.ts';
import { ActionButton } from '#shared/ui/Button.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { useDeskUpdate } from './desk.ts';
import { mayCall, type StateName } from './states.ts';
import { agentTexts } from './texts.ts';

interface CallSaleProps {
  saleId: string;
  label: string;
  state: StateName | undefined; /* the agent's */
  isFirst: boolean; /* F2 is this one */
  primary?: boolean;
}

export function CallSale({ saleId, label, state, isFirst, primary = isFirst }: CallSaleProps) {
  const t = useTexts(agentTexts).task;
  const { refresh } = useDeskUpdate();
  const call = useCommand({
    run: async (_: undefined, { headers }) => {
      if (state !== 'task') await ok(api.PUT('/agents/me/state', { body: { state: 'task' } }));
      return ok(api.POST('/sales/{id}/calls', { params: { path: { id: saleId }, header: headers } }));
    },
    onDone: refresh,
    onProblem: refresh,
  });
  const start: Action = {
    id: `sale.call.${saleId}`,
    label,
    ...(isFirst && { key: 'F2' }),
    enabled: state !== undefined && mayCall(state),
    whyDisabled: t.busy,
    run: async () => {
      if (await softphone.prepare()) await call.run(undefined);
    },
  };
  useActions([start]);
  return (
    <>
      {call.problem && <ErrorSummary problem={call.problem} count={call.problemCount} />}
      <ActionButton action={start} icon="phone" variant={primary ? 'primary' : 'plain'} />
    </>
  );
}
