/* A decision with its reason; and to whom tasks go. */
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import type { components } from '#shared/api/schema.d.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Button } from '#shared/ui/Button.tsx';
import { Dialog, DialogActions } from '#shared/ui/Dialog.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { SelectField, TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { salesTexts } from './salesTexts.ts';

const stale = [['team-sales'], ['team-tasks']] as const;
interface Headers {
  'Idempotency-Key': string;
}

interface ReasonDialogProps {
  title: string;
  what: string;
  confirm: string;
  run: (reason: string, headers: Headers) => Promise<unknown>;
  onClose: () => void;
}

export function ReasonDialog({ title, what, confirm, run, onClose }: ReasonDialogProps) {
  const t = useTexts(salesTexts);
  const id = useId();
  const [reason, setReason] = useState('');
  const command = useCommand({
    run: (text: string, { headers }) => run(text, headers),
    invalidates: stale,
    onDone: onClose,
  });
  return (
    <Dialog title={title} onClose={onClose}>
      <div className={l.stackWide}>
        {command.problem && (
          <ErrorSummary
            problem={command.problem}
            count={command.problemCount}
            fields={{ reason: { id, label: t.reason } }}
          />
        )}
        <p>{what}</p>
        <TextField
          id={id}
          label={t.reason}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
      <DialogActions>
        <Button variant="primary" busy={command.pending} onClick={() => void command.run(reason.trim())}>
          {confirm}
        </Button>
        <Button onClick={onClose}>{t.cancel}</Button>
      </DialogActions>
    </Dialog>
  );
}

/* One task, or all of a person's. */
export type Assigning =
  | { readonly kind: 'one'; readonly task: components['schemas']['Task'] }
  | { readonly kind: 'all'; readonly agentId: string; readonly agentName: string };

const POOL = '';

export function AssignDialog({ assigning, onClose }: { assigning: Assigning; onClose: () => void }) {
  const t = useTexts(salesTexts);
  const id = useId();
  const [to, setTo] = useState(POOL);
  const [reason, setReason] = useState('');
  const floor = useQuery({ queryKey: ['floor', 'all'], queryFn: () => ok(api.GET('/floor')) });
  const present = floor.data?.agents.filter(({ state }) => state !== 'offline') ?? [];
  const command = useCommand({
    run: async (_: undefined, { headers }) => {
      const body = { reason: reason.trim(), ...(to === POOL ? {} : { agent_id: to }) };
      if (assigning.kind === 'one')
        await ok(
          api.POST('/tasks/{id}/assignment', {
            params: { path: { id: assigning.task.id }, header: headers },
            body,
          }),
        );
      else
        await ok(
          api.POST('/users/{id}/tasks-assignment', {
            params: { path: { id: assigning.agentId }, header: headers },
            body,
          }),
        );
    },
    invalidates: stale,
    onDone: onClose,
  });
  const title =
    assigning.kind === 'one'
      ? t.assign.one(assigning.task.sale_number ?? '')
      : t.assign.all(assigning.agentName);
  return (
    <Dialog title={title} onClose={onClose}>
      <div className={l.stackWide}>
        {command.problem && (
          <ErrorSummary
            problem={command.problem}
            count={command.problemCount}
            fields={{
              agent_id: { id: `${id}-to`, label: t.assign.to },
              reason: { id: `${id}-reason`, label: t.reason },
            }}
          />
        )}
        <p>{t.assign.what}</p>
        <SelectField
          id={`${id}-to`}
          label={t.assign.to}
          value={to}
          options={[
            { value: POOL, label: t.assign.pool },
            ...present.map((agent) => ({ value: agent.id, label: agent.name })),
          ]}
          onChange={(event) => setTo(event.target.value)}
        />
        <TextField
          id={`${id}-reason`}
          label={t.reason}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </div>
      <DialogActions>
        <Button variant="primary" busy={command.pending} onClick={() => void command.run(undefined)}>
          {t.assign.confirm}
        </Button>
        <Button onClick={onClose}>{t.cancel}</Button>
      </DialogActions>
    </Dialog>
  );
}
