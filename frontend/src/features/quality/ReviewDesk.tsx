/* Hear it, mark what is wrong, decide. Hearing is passing; only faults are keyed. */
import { useState } from 'react';
import type { components } from '#shared/api/schema.d.ts';
import type { DraftStatus } from '#shared/drafts/autosaver.ts';
import { formatMoment, formatSpan } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { useUser } from '#shared/session/session.ts';
import { useNow } from '#shared/useNow.ts';
import { urgencyOf, type Validity } from '#shared/validity.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ActionButton } from '#shared/ui/Button.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import l from '#shared/ui/layout.module.css';
import { SavedMark } from '#shared/ui/SavedMark.tsx';
import { Failed } from '#shared/ui/States.tsx';
import { Status } from '#shared/ui/Status.tsx';
import { ClauseCard } from './ClauseCard.tsx';
import { ClauseTable } from './ClauseTable.tsx';
import { Conflict } from './Conflict.tsx';
import { Controls } from './Controls.tsx';
import { clauseAt, clauseSpans, viewOf, type Reading, type Recording, type Review } from './listening.ts';
import { Notes } from './Notes.tsx';
import s from './quality.module.css';
import { qualityTexts } from './texts.ts';
import { useHearing } from './useHearing.ts';
import { usePlayer, usePlayerValue } from './usePlayer.ts';
import { useVerdict } from './useVerdict.ts';
import { readinessOf } from './verdict.ts';
import { Wave } from './Wave.tsx';

type Sale = components['schemas']['Sale'];

interface ReviewDeskProps {
  review: Review;
  reading: Reading;
  recording: Recording;
  sale: Sale | undefined;
}

export function ReviewDesk({ review, reading, recording, sale }: ReviewDeskProps) {
  const t = useTexts(qualityTexts).review;
  const user = useUser();
  const isOpen = review.state === 'hearing' && review.analyst_id === user.id;
  const [view] = useState(() => viewOf(review, recording));
  const [clauses] = useState(() => clauseSpans(reading, recording));
  const [writing, setWriting] = useState<number>();
  const hearing = useHearing(review, isOpen);
  const { held } = hearing;
  const savedStatus = useCalm(hearing.draft.status);
  const hasFile = recording.state === 'ready';
  const { player, problem, retry } = usePlayer(hasFile ? recording.id : undefined, view, hearing.played);
  const clause = usePlayerValue(player, (now) => clauseAt(clauses, now.at_ms));
  const fatalClauses = review.fatal_clauses ?? [];
  const audioFault = reading.audio?.fault ?? (hasFile ? undefined : 'missing');
  const readiness = readinessOf({ clauses, fatalClauses, audioFault, ...held });
  const verdict = useVerdict({ review, isOpen, readiness, player, draft: hearing.draft });

  /* Two presses within one drawing both count, so the place is asked for, not remembered. */
  const go = (step: 1 | -1) => {
    const to = clauses[clauseAt(clauses, player.at_ms) + step];
    if (to) player.seek(to.from_ms);
  };
  const note: Action = {
    id: 'quality.note',
    label: t.note,
    key: 'M',
    enabled: isOpen,
    whyDisabled: t.notYours,
    run: () => {
      const { at_ms } = player;
      if (!held.notes.some((other) => other.at_ms === at_ms)) hearing.note(at_ms, '');
      setWriting(at_ms);
    },
  };
  useActions([
    { id: 'quality.before', label: t.clauseBefore, key: 'ArrowUp', repeats: true, run: () => go(-1) },
    { id: 'quality.after', label: t.clauseAfter, key: 'ArrowDown', repeats: true, run: () => go(1) },
  ]);
  const shown = { heard: held.heard, exceptions: held.exceptions, fatalClauses };
  return (
    <>
      <Head review={review} reading={reading} sale={sale} back={verdict.back}>
        <SavedMark status={savedStatus} />
      </Head>
      <div className={s.notices}>
        {verdict.problem && <ErrorSummary problem={verdict.problem} count={verdict.problemCount} />}
        {audioFault && <Banner tone="bad" title={t.audioFault[audioFault]} children={t.audioFaultHow} />}
        {!isOpen && <Closed review={review} />}
        {problem && <Failed title={t.noFile} problem={problem} onRetry={retry} />}
      </div>
      <section className={s.player} aria-label={t.recording}>
        {recording.peaks && (
          <Wave
            {...shown}
            {...{ player, view, reading, clauses }}
            current={clause}
            peaks={recording.peaks}
            levels={levelsOf(reading, recording)}
          />
        )}
        <Controls player={player} view={view} note={note} />
      </section>
      <div className={s.columns}>
        <div className={s.list}>
          <ClauseTable
            {...shown}
            {...{ reading, clauses }}
            current={clause}
            onGo={(index) => player.seek(clauses[index]?.from_ms ?? view.from_ms)}
          />
          <Notes
            notes={held.notes}
            writing={writing}
            readOnly={!isOpen}
            onChange={hearing.note}
            onLeave={() => {
              setWriting(undefined);
              hearing.dropEmptyNotes();
            }}
          />
        </div>
        <section className={s.one} aria-label={t.atPlayhead}>
          <ClauseCard
            {...{ reading, clause, readiness, isOpen, fatalClauses }}
            exceptions={held.exceptions}
            passesTo={sale?.state === 'recording_requested' ? sale.owner_name : undefined}
            onMark={(kind) => hearing.toggle({ clause, kind, at_ms: player.at_ms })}
            onExplain={hearing.explain}
          />
          {isOpen && (
            <div className={s.decision}>
              <p className={s.hint} role="status">
                {verdict.hint}
              </p>
              <ActionButton action={verdict.pass} variant={readiness.passes ? 'primary' : 'plain'}>
                <span>
                  {t.passShort}
                  <span className={l.vh}>{t.passRest}</span>
                </span>
              </ActionButton>
              <ActionButton action={verdict.fail} variant={readiness.fails ? 'primary' : 'plain'}>
                <span>
                  {t.failShort}
                  <span className={l.vh}>{t.failRest}</span>
                </span>
              </ActionButton>
            </div>
          )}
        </section>
      </div>
      {hearing.draft.status.kind === 'conflict' && <Conflict review={review} hearing={hearing} />}
    </>
  );
}

/* It saves by itself while it plays: what is said is when it was saved last, until that fails. */
function useCalm(status: DraftStatus): DraftStatus {
  const [last, setLast] = useState(status);
  if (status.kind === 'saved' && status !== last) setLast(status);
  return status.kind === 'failed' || status.kind === 'conflict' ? status : last;
}

function levelsOf({ audio }: Reading, { levels }: Recording) {
  const text = (dbfs: number | undefined) =>
    dbfs === undefined ? '' : `${Math.round(dbfs)}\u00a0dB`.replace('-', '−');
  return audio
    ? { agent: text(audio.agent_cdb / 100), customer: text(audio.customer_cdb / 100) }
    : { agent: text(levels?.agent_dbfs), customer: text(levels?.customer_dbfs) };
}

interface HeadProps {
  review: Review;
  reading: Reading;
  sale: Sale | undefined;
  back: Action;
  children: React.ReactNode;
}

function Head({ review, reading, sale, back, children }: HeadProps) {
  const t = useTexts(qualityTexts).review;
  const about = [
    sale?.customer.full_name,
    sale?.agent_name && t.agent(sale.agent_name),
    reading.contract_number !== undefined && t.contract(reading.contract_number),
  ]
    .filter(Boolean)
    .join(' · ');
  return (
    <header className={s.head}>
      <h1>{t.title(review.sale_number, reading.take)}</h1>
      <span className={`${l.meta} ${l.clip}`} title={about}>
        {about}
      </span>
      {sale?.validity && <Expiry validity={sale.validity} />}
      <span className={l.end}>{children}</span>
      {review.state === 'hearing' && <ActionButton action={back} />}
    </header>
  );
}

function Expiry({ validity }: { validity: Validity }) {
  const t = useTexts(qualityTexts).review;
  const now_ms = useNow(1000);
  const shape = urgencyOf(validity, now_ms);
  return (
    <Status shape={shape} plain={shape === 'wait'} fill={shape !== 'wait'}>
      {t.expiresIn(formatSpan(validity.ends_at - now_ms))}
    </Status>
  );
}

/* Another hears it, or it has its verdict. */
function Closed({ review }: { review: Review }) {
  const t = useTexts(qualityTexts).review;
  const { language } = usePreferences();
  if (review.state === 'hearing') return <Banner tone="plain" title={t.notYours} live="none" />;
  const when = review.decided_at === undefined ? '' : formatMoment(review.decided_at, language);
  return (
    <Banner
      tone={review.state === 'passed' ? 'ok' : 'warn'}
      title={t.decided[review.state]}
      live="none"
      children={when}
    />
  );
}
