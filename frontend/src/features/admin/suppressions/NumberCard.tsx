/* One number, by all its digits: whether it is on our list and what the registry says of it; or put on the list. */
import { useId, useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import type { components } from '#shared/api/schema.d.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatMoment } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton, Why } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Hint, SelectField, TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { Status } from '#shared/ui/Status.tsx';
import { showToast } from '#shared/ui/toasts.ts';
import { suppressionTexts } from './texts.ts';

type Found = components['schemas']['SuppressionFound'];
type Reason = components['schemas']['SuppressionNew']['reason'];

const reasons: readonly Reason[] = ['written', 'complaint', 'other'];

export function NumberCard() {
  const t = useTexts(suppressionTexts);
  const id = useId();
  const [phone, setPhone] = useState('');
  const [found, setFound] = useState<Found>();
  const search = useCommand({
    run: (typed: string, { headers }) =>
      ok(api.POST('/suppressions/search', { body: { phone: typed }, params: { header: headers } })),
    onDone: setFound,
  });
  const look: Action = {
    id: 'suppressions.search',
    label: t.search,
    key: 'F8',
    enabled: phone.trim() !== '',
    whyDisabled: t.typeNumber,
    run: () => search.run(phone),
  };
  useActions([look]);
  return (
    <Card title={t.look} busy={search.pending}>
      {search.problem && (
        <ErrorSummary
          problem={search.problem}
          count={search.problemCount}
          fields={{ phone: { id: `${id}-phone`, label: t.number } }}
        />
      )}
      <form
        className={l.stack}
        onSubmit={(event) => {
          event.preventDefault();
          if (phone.trim() !== '') void search.run(phone);
        }}
      >
        <TextField
          id={`${id}-phone`}
          label={t.number}
          hint={t.numberHint}
          inputMode="tel"
          idn
          value={phone}
          onChange={(event) => {
            setPhone(event.target.value);
            setFound(undefined);
          }}
        />
        <div className={l.row}>
          <ActionButton action={look} why="beside" />
          <Why action={look} />
        </div>
      </form>
      {found && <Answer found={found} />}
      {found && !found.own && <AddForm phone={phone} onAdded={() => void search.run(phone)} />}
    </Card>
  );
}

function Answer({ found }: { found: Found }) {
  const t = useTexts(suppressionTexts);
  const { language } = usePreferences();
  const { own } = found;
  return (
    <div className={l.stack} aria-live="polite">
      {own ? (
        <>
          <Status shape="bad">{t.onList}</Status>
          <p>
            {t.onListSince(
              formatMoment(own.created_at, language),
              t.reasons[own.reason ?? ''] ?? t.unknownReason,
            )}
          </p>
          {own.note && <p className={l.soft}>{own.note}</p>}
        </>
      ) : (
        <Status shape="off">{t.notOnList}</Status>
      )}
      <h3>{t.registrySays}</h3>
      {found.registry.length === 0 && <p className={l.soft}>{t.registrySilent}</p>}
      {found.registry.map((answer) => (
        <Status key={answer.channel} shape={answer.excluded ? 'bad' : 'ok'}>
          {(answer.excluded ? t.excludedFrom : t.openFor)(
            t.channels[answer.channel],
            formatMoment(answer.valid_until, language),
          )}
        </Status>
      ))}
    </div>
  );
}

function AddForm({ phone, onAdded }: { phone: string; onAdded: () => void }) {
  const t = useTexts(suppressionTexts);
  const [reason, setReason] = useState<Reason>('written');
  const [note, setNote] = useState('');
  const add = useCommand({
    run: (_: void, { headers }) =>
      ok(
        api.POST('/suppressions', {
          body: { phone, reason, ...(note.trim() && { note: note.trim() }) },
          params: { header: headers },
        }),
      ),
    invalidates: [['suppressions']],
    onDone: () => {
      showToast({ text: t.added });
      onAdded();
    },
  });
  const put: Action = { id: 'suppressions.add', label: t.add, key: 'Ctrl+Enter', run: () => add.run() };
  useActions([put]);
  return (
    <div className={l.stack}>
      {add.problem && <ErrorSummary problem={add.problem} count={add.problemCount} />}
      <SelectField
        label={t.reason}
        value={reason}
        options={reasons.map((value) => ({ value, label: t.reasons[value] ?? value }))}
        onChange={(event) => setReason(event.target.value as Reason)}
      />
      <TextField
        label={t.note}
        hint={t.noteHint}
        maxLength={200}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <Hint>{t.addHint}</Hint>
      <ActionButton action={put} variant="primary" split />
    </div>
  );
}
