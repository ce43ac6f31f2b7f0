/* How far an import is and what became of its rows; stopped, it goes on where it was. */
import { useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatInteger, formatMoment, formatPercent, formatSpan } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { useNow } from '#shared/useNow.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ActionButton, Button } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { Dialog, DialogActions } from '#shared/ui/Dialog.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Facts } from '#shared/ui/Facts.tsx';
import l from '#shared/ui/layout.module.css';
import { Status, type Shape } from '#shared/ui/Status.tsx';
import { shareOf, stateShapes, timeLeft, type LeadList } from './leadList.ts';
import s from './leads.module.css';
import { leadTexts } from './texts.ts';

export function ImportProgress({ list }: { list: LeadList }) {
  const t = useTexts(leadTexts);
  const { language } = usePreferences();
  return (
    <>
      <Card
        title={t.progress[list.state](formatInteger(list.rows))}
        aside={<Status shape={stateShapes[list.state]}>{t.states[list.state]}</Status>}
        flush
      >
        {list.state === 'importing' && <Running list={list} />}
        {list.state === 'cancelled' && <Stopped list={list} />}
        {list.state === 'failed' && (
          <Banner tone="bad" round={false}>
            {t.failures[list.error ?? ''] ?? t.failures.other}
          </Banner>
        )}
        <Totals list={list} />
      </Card>
      <Card title={t.whereFrom}>
        <Facts
          rows={[
            { label: t.originShort, value: list.origin },
            { label: t.consentShort, value: list.consent_basis },
            { label: t.formatShort, value: list.format ? formatWords(t, list.format) : t.guessed },
            { label: t.loaded, value: formatMoment(list.finished_at ?? list.created_at, language) },
          ]}
        />
      </Card>
    </>
  );
}

type Words = ReturnType<typeof useTexts<typeof leadTexts.es>>;

function formatWords(t: Words, format: NonNullable<LeadList['format']>): string {
  return `${t.encodings[format.encoding]}, ${t.delimiters[format.delimiter].toLowerCase()}`;
}

function Running({ list }: { list: LeadList }) {
  const t = useTexts(leadTexts);
  const now = useNow();
  const [seen] = useState({ share: shareOf(list), at: now });
  const [asking, setAsking] = useState(false);
  const left = timeLeft(seen, shareOf(list), now);
  const stop: Action = { id: 'leads.cancel', label: t.cancel, run: () => setAsking(true) };
  useActions([stop]);
  return (
    <div className={`${l.row} ${s.running}`}>
      <progress max={1} value={shareOf(list)} aria-label={t.share} />
      <span className={l.nb}>{formatPercent(shareOf(list))}</span>
      <span className={`${l.meta} ${l.nb}`}>
        {left === undefined ? t.mayClose : t.left(formatSpan(left))}
      </span>
      <ActionButton action={stop} />
      {asking && <AskStop list={list} onClose={() => setAsking(false)} />}
    </div>
  );
}

function AskStop({ list, onClose }: { list: LeadList; onClose: () => void }) {
  const t = useTexts(leadTexts);
  const cancel = useCommand({
    run: (_: void, { headers }) =>
      ok(api.POST('/lead-lists/{id}/cancel', { params: { path: { id: list.id }, header: headers } })),
    invalidates: [['lead-lists'], ['lead-list', list.id]],
    onDone: onClose,
  });
  return (
    <Dialog title={t.cancelAsk} onClose={onClose} alert>
      <p>{t.cancelWhat}</p>
      {cancel.problem && <ErrorSummary problem={cancel.problem} count={cancel.problemCount} />}
      <DialogActions>
        <Button variant="dangerFill" busy={cancel.pending} onClick={() => void cancel.run()}>
          {t.cancelYes}
        </Button>
        <Button onClick={onClose}>{t.cancelNo}</Button>
      </DialogActions>
    </Dialog>
  );
}

function Stopped({ list }: { list: LeadList }) {
  const t = useTexts(leadTexts);
  const resume = useCommand({
    run: (_: void, { headers }) =>
      ok(api.POST('/lead-lists/{id}/import', { params: { path: { id: list.id }, header: headers } })),
    invalidates: [['lead-lists'], ['lead-list', list.id]],
  });
  const again: Action = { id: 'leads.resume', label: t.resume, key: 'Ctrl+Enter', run: () => resume.run() };
  useActions([again]);
  return (
    <Banner tone="warn" title={t.stoppedAt} action={<ActionButton action={again} />} round={false}>
      {resume.problem ? <ErrorSummary problem={resume.problem} count={resume.problemCount} /> : t.stoppedWhat}
    </Banner>
  );
}

function Totals({ list }: { list: LeadList }) {
  const t = useTexts(leadTexts);
  const excluded = list.reasons?.['excluded'] ?? 0;
  const totals: { label: string; shape: Shape; value: number }[] = [
    { label: t.rows, shape: 'run', value: list.rows },
    { label: t.accepted, shape: 'ok', value: list.accepted },
    { label: t.duplicates, shape: 'off', value: list.duplicates },
    { label: t.excludedRne, shape: 'off', value: excluded },
    { label: t.optedOut, shape: 'off', value: list.suppressed - excluded },
    { label: t.refused, shape: 'bad', value: list.refused },
  ];
  return (
    <dl className={s.totals}>
      {totals.map(({ label, shape, value }) => (
        <div key={label}>
          <dt>
            <Status shape={shape} plain>
              {label}
            </Status>
          </dt>
          <dd>{formatInteger(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
