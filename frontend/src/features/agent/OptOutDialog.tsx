/* The customer asks not to be called: stored at once, then said to them, while they are still on the line. The call goes
   on: what an open sale needs is still done, and a talk that sells is ended by its disposition. */
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatPhone } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ActionButton, Button } from '#shared/ui/Button.tsx';
import { Dialog, DialogActions } from '#shared/ui/Dialog.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import l from '#shared/ui/layout.module.css';
import { Status } from '#shared/ui/Status.tsx';
import { useDeskUpdate, wantsDisposition, type Call, type Desk } from './desk.ts';
import { lockOf } from './dispositions.ts';
import { agentTexts } from './texts.ts';

interface OptOutProps {
  desk: Desk;
  call: Call;
  onClose: () => void;
  onDispose: () => void; /* ends the call with that word */
}

export function OptOutDialog(props: OptOutProps) {
  const t = useTexts(agentTexts).disposition;
  return (
    <Dialog title={t.codes.do_not_call} onClose={props.onClose}>
      {props.call.opted_out_at === undefined ? <Ask {...props} /> : <Kept {...props} />}
    </Dialog>
  );
}

function Ask({ call, onClose }: OptOutProps) {
  const t = useTexts(agentTexts).disposition;
  const { refresh } = useDeskUpdate();
  const store = useCommand({
    run: (_: undefined, { headers }) =>
      ok(api.POST('/calls/{id}/opt-out', { params: { path: { id: call.id }, header: headers } })),
    onDone: refresh,
  });
  const confirm: Action = {
    id: 'call.opt-out',
    label: t.optOut,
    key: 'Ctrl+Enter',
    enabled: call.connected_at !== undefined,
    run: () => store.run(undefined),
  };
  useActions([confirm]);
  return (
    <div className={l.stack}>
      {store.problem && <ErrorSummary problem={store.problem} count={store.problemCount} />}
      <OptOutMeans phone={call.phone ?? ''} />
      <DialogActions>
        <ActionButton action={confirm} variant="dangerFill" />
        <Button onClick={onClose}>{t.back}</Button>
      </DialogActions>
    </div>
  );
}

function Kept({ desk, call, onClose, onDispose }: OptOutProps) {
  const t = useTexts(agentTexts).disposition;
  const ends = wantsDisposition(call) && lockOf('do_not_call', call, desk) === undefined;
  const next: Action = {
    id: 'call.opt-out.next',
    label: ends ? t.optOutEnd : t.back,
    key: 'Ctrl+Enter',
    run: ends ? onDispose : onClose,
  };
  useActions([next]);
  return (
    <div className={l.stack}>
      <Status shape="ok">{t.optOutKept}</Status>
      <b>{t.sayNow}</b>
      <p>{t.optOutSay}</p>
      {!ends && <p className={l.soft}>{t.optOutSale}</p>}
      <DialogActions>
        <ActionButton action={next} variant="primary" />
        {ends && <Button onClick={onClose}>{t.back}</Button>}
      </DialogActions>
    </div>
  );
}

export function OptOutMeans({ phone }: { phone: string }) {
  const t = useTexts(agentTexts).disposition;
  return (
    <>
      <p>
        <b>{formatPhone(phone)}</b> {t.optOutMeans}
      </p>
      <Banner tone="bad" title={t.optOutFinal}>
        {t.optOutFinalWhy}
      </Banner>
    </>
  );
}
