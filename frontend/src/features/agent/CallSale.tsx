/* Calls the customer of a sale: through the same gate and softphone as every call. */
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { softphone } from '#shared/softphone/softphone.ts';
import { ActionButton } from '#shared/ui/Button.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { useDeskUpdate } from './desk.ts';
import { agentTexts } from './texts.ts';

interface CallSaleProps {
  saleId: string;
  label: string;
  enabled: boolean;
  isFirst: boolean; /* F2 is this one */
  primary?: boolean;
}

export function CallSale({ saleId, label, enabled, isFirst, primary = isFirst }: CallSaleProps) {
  const t = useTexts(agentTexts).task;
  const { refresh } = useDeskUpdate();
  const call = useCommand({
    run: (_: undefined, { headers }) =>
      ok(api.POST('/sales/{id}/calls', { params: { path: { id: saleId }, header: headers } })),
    onDone: refresh,
  });
  const start: Action = {
    id: `sale.call.${saleId}`,
    label,
    ...(isFirst && { key: 'F2' }),
    enabled,
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
