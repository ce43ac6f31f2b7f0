/* Retracto: within its days the customer may withdraw, with or without saying why; then the services are taken off and
   the SIM comes back. */
import { useId, useState } from 'react';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatMoment } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { useNow } from '#shared/useNow.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { Button } from '#shared/ui/Button.tsx';
import { Dialog, DialogActions } from '#shared/ui/Dialog.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { RemovalPanel } from './RemovalPanel.tsx';
import { useSaleUpdate, type Sale } from './sale.ts';
import { officeTexts } from './texts.ts';

const states: ReadonlySet<Sale['state']> = new Set([
  'activated',
  'dispatched',
  'returned',
  'delivered',
  'undelivered',
]);

export function mayWithdraw(sale: Sale, now_ms: number): boolean {
  return states.has(sale.state) && (sale.withdrawal_until === undefined || now_ms < sale.withdrawal_until);
}

/* The way into it, beside whatever the sale's state asks for. */
export function Withdraw({ sale }: { sale: Sale }) {
  const t = useTexts(officeTexts).withdrawal;
  const { language } = usePreferences();
  const now_ms = useNow(60_000);
  const [open, setOpen] = useState(false);
  if (!mayWithdraw(sale, now_ms)) return null;
  return (
    <div className={l.row}>
      <Button onClick={() => setOpen(true)}>{t.open}</Button>
      <span className={l.meta}>
        {sale.withdrawal_until ? t.until(formatMoment(sale.withdrawal_until, language)) : t.notRunning}
      </span>
      {open && <WithdrawDialog sale={sale} onClose={() => setOpen(false)} />}
    </div>
  );
}

function WithdrawDialog({ sale, onClose }: { sale: Sale; onClose: () => void }) {
  const t = useTexts(officeTexts).withdrawal;
  const id = useId();
  const { put, refresh } = useSaleUpdate(sale.id);
  const [reason, setReason] = useState('');
  const withdraw = useCommand({
    run: (_: undefined, { headers }) =>
      ok(
        api.POST('/sales/{id}/withdrawal', {
          params: { path: { id: sale.id }, header: { ...headers, ...ifMatch(sale.version) } },
          body: reason.trim() ? { reason: reason.trim() } : {},
        }),
      ),
    onDone: (next) => {
      put(next);
      onClose();
    },
    onProblem: refresh,
  });
  return (
    <Dialog title={t.title(sale.number ?? '')} onClose={onClose}>
      <div className={l.stackWide}>
        {withdraw.problem && (
          <ErrorSummary
            problem={withdraw.problem}
            count={withdraw.problemCount}
            fields={{ reason: { id, label: t.reason } }}
          />
        )}
        <p>{t.what}</p>
        <TextField
          id={id}
          label={t.reason}
          hint={t.reasonHint}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
      <DialogActions>
        <Button variant="primary" busy={withdraw.pending} onClick={() => void withdraw.run(undefined)}>
          {t.confirm}
        </Button>
        <Button onClick={onClose}>{t.keep}</Button>
      </DialogActions>
    </Dialog>
  );
}

/* What is left to do with it; nothing once both are done. */
export function WithdrawnWork({ sale, mine }: { sale: Sale; mine: boolean }) {
  const t = useTexts(officeTexts).withdrawal;
  const { put, refresh } = useSaleUpdate(sale.id);
  const back = useCommand({
    run: (_: undefined, { headers }) =>
      ok(
        api.POST('/sales/{id}/withdrawal/sim', {
          params: { path: { id: sale.id }, header: { ...headers, ...ifMatch(sale.version) } },
        }),
      ),
    onDone: put,
    onProblem: refresh,
  });
  const { services, sim } = sale.withdrawal ?? {};
  return (
    <div className={l.stackWide}>
      {services === 'done' && sim !== 'open' && <Banner tone="plain">{t.allDone}</Banner>}
      {services === 'open' && <RemovalPanel sale={sale} mine={mine} />}
      {back.problem && <ErrorSummary problem={back.problem} count={back.problemCount} />}
      {sim === 'open' && (
        <Banner
          tone="run"
          title={t.simOut}
          action={
            mine && (
              <Button busy={back.pending} onClick={() => void back.run(undefined)}>
                {t.simBack}
              </Button>
            )
          }
        />
      )}
      {sim === 'done' && services === 'open' && <p>{t.simDone}</p>}
    </div>
  );
}
