/* Activation in the operator's own program: the values to carry there, and what it said, one step after the other. */
import { useId, useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton, Why } from '#shared/ui/Button.tsx';
import { Choices } from '#shared/ui/Choices.tsx';
import { CopyFacts } from '#shared/ui/CopyFacts.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { carriedOf, type Activation, type Entry, type NextEntry } from './byHand.ts';
import type { Sale } from './sale.ts';
import { officeTexts } from './texts.ts';

type Found = NonNullable<Entry['by']>;
type Result = NonNullable<Entry['state']>;

const foundBy = ['phone', 'address'] as const satisfies readonly Found[];
const results = ['loaded', 'not_loaded', 'unconfirmed'] as const satisfies readonly Result[];

interface ByHandPanelProps {
  sale: Sale;
  activation: Activation;
  next: NextEntry;
  mine: boolean;
  onDone: (activation: Activation) => void;
  onProblem: () => void;
}

export function ByHandPanel({ sale, activation, next, mine, onDone, onProblem }: ByHandPanelProps) {
  const texts = useTexts(officeTexts);
  const t = texts.activate.byHand;
  const id = useId();
  const [by, setBy] = useState<Found>('phone');
  const [reference, setReference] = useState('');
  const [state, setState] = useState<Result>();
  const { step, n } = next;
  const asksReference =
    step !== 'personal' && (step !== 'services' || (state !== undefined && state !== 'unconfirmed'));
  const needsReference = asksReference && state !== 'not_loaded';
  const given = reference.trim();
  const save = useCommand({
    run: (_: undefined, { headers }) =>
      ok(
        api.POST('/sales/{id}/activation/entries', {
          params: { path: { id: sale.id }, header: headers },
          body: {
            step,
            ...(step === 'line' ? { by } : {}),
            ...(step === 'services' && n !== undefined ? { n, state } : {}),
            ...(asksReference && given ? { reference: given } : {}),
          },
        }),
      ),
    onDone,
    onProblem,
  });
  const isWhole = (step !== 'services' || state !== undefined) && (!needsReference || given !== '');
  const send: Action = {
    id: 'activation.enter',
    label: t.save[step],
    key: 'F8',
    enabled: mine && isWhole,
    whyDisabled: mine
      ? step === 'services' && !state
        ? t.chooseResult
        : t.referenceMissing
      : texts.review.takeFirst,
    run: () => save.run(undefined),
  };
  useActions([send]);
  return (
    <div className={l.stackWide}>
      <p className={l.soft}>{t.intro}</p>
      {save.problem && (
        <ErrorSummary
          problem={save.problem}
          count={save.problemCount}
          fields={{ reference: { id: `${id}-reference`, label: t.reference[step] } }}
        />
      )}
      <CopyFacts
        rows={carriedOf(sale, activation, next).map((row) => ({
          id: row.id,
          label:
            row.name in texts.fields
              ? texts.fields[row.name as keyof typeof texts.fields]
              : t.carried[row.name as keyof typeof t.carried],
          value: row.value,
        }))}
      />
      {step === 'line' && (
        <Choices
          legend={t.foundBy}
          value={by}
          onChange={setBy}
          options={foundBy.map((value) => ({ value, label: texts.activate.by[value] }))}
        />
      )}
      {step === 'services' && (
        <Choices
          legend={t.result}
          value={state}
          onChange={setState}
          options={results.map((value) => ({ value, label: t.results[value] }))}
        />
      )}
      {asksReference && (
        <TextField
          id={`${id}-reference`}
          label={t.reference[step]}
          hint={needsReference ? undefined : t.optional}
          maxLength={60}
          idn
          value={reference}
          onChange={(event) => setReference(event.target.value)}
        />
      )}
      <div>
        <ActionButton action={send} variant="primary" why="beside" />
      </div>
      <Why action={send} />
    </div>
  );
}
