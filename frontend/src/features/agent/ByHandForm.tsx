/* The check is made in the bureau's own program: the data to carry there, and what it said. */
import { useId, useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { Why } from '#shared/ui/Button.tsx';
import { Choices } from '#shared/ui/Choices.tsx';
import { CopyFacts } from '#shared/ui/CopyFacts.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { Attempts } from './Attempts.tsx';
import { useDeskUpdate, type Attempt, type Sale } from './desk.ts';
import { agentTexts } from './texts.ts';
import { Acts, Say, WorkPane } from './WorkPane.tsx';

const outcomes = ['approved', 'failed', 'void'] as const;
type Outcome = (typeof outcomes)[number];

const carried = [
  'full_name',
  'document_type',
  'document_number',
  'phone',
  'issue_date',
  'place_of_issue',
  'birthplace',
] as const;

interface ByHandFormProps {
  sale: Sale;
  attempt: Attempt;
  dispose: Action;
}

export function ByHandForm({ sale, attempt, dispose }: ByHandFormProps) {
  const all = useTexts(agentTexts).identity;
  const t = all.byHand;
  const id = useId();
  const { put, refresh } = useDeskUpdate();
  const [outcome, setOutcome] = useState<Outcome>();
  const [number, setNumber] = useState('');
  const { customer } = sale;
  const isApproved = outcome === 'approved';
  const approval_number = number.trim();
  const save = useCommand({
    run: (_: undefined, { headers }) =>
      ok(
        api.POST('/identity-attempts/{id}/result', {
          params: { path: { id: attempt.id }, header: headers },
          body: { outcome: outcome ?? 'void', ...(isApproved ? { approval_number } : {}) },
        }),
      ),
    onDone: (next) => put({ attempt: next }),
    onProblem: refresh,
  });
  const isWhole = outcome !== undefined && (!isApproved || approval_number !== '');
  const send: Action = {
    id: 'identity.result',
    label: t.save,
    key: 'Ctrl+Enter',
    enabled: isWhole,
    whyDisabled: outcome ? t.numberMissing : t.choose,
    run: () => save.run(undefined),
  };
  useActions([send]);
  return (
    <WorkPane
      label={all.title}
      question={t.question}
      note={<span className={l.meta}>{outcome === 'void' ? t.voidSays : t.note}</span>}
      acts={<Acts actions={[send]} dispose={dispose} />}
    >
      <Attempts attempt={attempt} />
      <h1>{t.title}</h1>
      <p className={l.soft}>{t.intro}</p>
      {save.problem && (
        <ErrorSummary
          problem={save.problem}
          count={save.problemCount}
          fields={{ approval_number: { id: `${id}-number`, label: t.approval } }}
        />
      )}
      <CopyFacts
        rows={carried.map((name) => ({
          id: name,
          label: all.fields[name],
          value:
            name === 'document_type' ? all.types[customer.document_type ?? 'cc'] : (customer[name] ?? ''),
        }))}
      />
      <Choices
        legend={t.outcome}
        value={outcome}
        onChange={setOutcome}
        options={outcomes.map((value) => ({ value, label: t.outcomes[value] }))}
      />
      {isApproved && (
        <TextField
          id={`${id}-number`}
          label={t.approval}
          hint={t.approvalHint}
          maxLength={40}
          autoFocus
          idn
          value={number}
          onChange={(event) => setNumber(event.target.value)}
        />
      )}
      <Why action={send} />
      <Say label={all.say}>{t.say}</Say>
    </WorkPane>
  );
}
