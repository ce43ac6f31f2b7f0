import { useId, useState, type SyntheticEvent } from 'react';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import type { components } from '#shared/api/schema.d.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Button } from '#shared/ui/Button.tsx';
import { Check } from '#shared/ui/Choices.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { SelectField, TextArea } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import type { Rebuttal } from './Rebuttals.tsx';
import { catalogueTexts } from './texts.ts';

type Edit = components['schemas']['RebuttalEdit'];

const reasons = ['too_expensive', 'has_enough', 'permanence', 'will_think', 'other'] as const;

interface RebuttalFormProps {
  campaign: string;
  rebuttal?: Rebuttal; /* none: a new one */
  onDone: () => void;
}

export function RebuttalForm({ campaign, rebuttal, onDone }: RebuttalFormProps) {
  const t = useTexts(catalogueTexts);
  const id = useId();
  const [values, setValues] = useState<Edit>({
    reason: rebuttal?.reason ?? null,
    text: rebuttal?.text ?? '',
    active: rebuttal?.active ?? true,
  });
  const send = useCommand({
    run: (body: Edit, { headers }) =>
      ok(
        rebuttal
          ? api.PUT('/rebuttals/{id}', {
              body,
              params: { path: { id: rebuttal.id }, header: ifMatch(rebuttal.version ?? 0) },
            })
          : api.POST('/campaigns/{id}/rebuttals', {
              body,
              params: { path: { id: campaign }, header: headers },
            }),
      ),
    invalidates: [['rebuttals', campaign]],
    onDone,
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    void send.run(values);
  };
  return (
    <form className={l.stackWide} onSubmit={submit} noValidate>
      {rebuttal && <h3>{t.editRebuttal}</h3>}
      {send.problem && (
        <ErrorSummary
          problem={send.problem}
          count={send.problemCount}
          fields={{
            text: { id: `${id}-text`, label: t.text },
            reason: { id: `${id}-reason`, label: t.reason },
          }}
        />
      )}
      <TextArea
        id={`${id}-text`}
        label={t.text}
        value={values.text}
        onChange={(event) => setValues({ ...values, text: event.target.value })}
      />
      <SelectField
        id={`${id}-reason`}
        label={t.reason}
        value={values.reason ?? ''}
        options={[
          { value: '', label: t.anyReason },
          ...reasons.map((value) => ({ value, label: t.reasons[value] })),
        ]}
        onChange={(event) => setValues({ ...values, reason: (event.target.value || null) as Edit['reason'] })}
      />
      <Check
        label={t.inUse}
        checked={values.active}
        onChange={(active) => setValues({ ...values, active })}
      />
      <div className={l.row}>
        <Button type="submit" busy={send.pending} disabled={values.text.trim() === ''}>
          {rebuttal ? t.saveRebuttal : t.addRebuttal}
        </Button>
        {rebuttal && (
          <Button variant="quiet" onClick={onDone}>
            {t.cancel}
          </Button>
        )}
      </div>
    </form>
  );
}
