/* The contract, read literally: one clause large, the one before faint, the question apart. Each mark carries the
   recorder's own position; nothing is read while nothing is recorded. */
import { useState } from 'react';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { useSoftphone } from '#shared/softphone/useSoftphone.ts';
import { ActionButton } from '#shared/ui/Button.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import l from '#shared/ui/layout.module.css';
import { Pips } from '#shared/ui/Steps.tsx';
import s from './agent.module.css';
import { answerOf, ASKED_MAX, parts } from './clauses.ts';
import type { Call, Reading, Sale } from './desk.ts';
import { NotRecorded } from './NotRecorded.tsx';
import { ReadingStart } from './ReadingStart.tsx';
import { agentTexts } from './texts.ts';
import { useMarks, type StopReason } from './useMarks.ts';
import { WorkPane } from './WorkPane.tsx';

interface ReadingStepProps {
  call: Call;
  sale: Sale;
  reading: Reading | undefined;
  dispose: Action;
}

export function ReadingStep({ call, sale, reading, dispose }: ReadingStepProps) {
  const { recording, holder } = useSoftphone();
  const blocked = !holder || recording.kind !== 'recording';
  return reading?.state === 'open' ? (
    <OpenTake key={reading.id} reading={reading} blocked={blocked} />
  ) : (
    <ReadingStart
      key={reading?.id ?? ''}
      call={call}
      sale={sale}
      reading={reading}
      blocked={blocked}
      dispose={dispose}
    />
  );
}

function OpenTake({ reading, blocked }: { reading: Reading; blocked: boolean }) {
  const t = useTexts(agentTexts).reading;
  const [stopping, setStopping] = useState(false);
  const marks = useMarks(reading, blocked);
  const at = reading.next_clause;
  const clause = reading.clauses[at];
  const before = at > 0 ? reading.clauses[at - 1] : undefined;
  const said = before && answerOf(reading, at - 1);
  return (
    <WorkPane
      reading
      label={t.literalOf(at + 1)}
      question={stopping ? t.whyStop : clause?.kind === 'question' ? t.answered : t.readAll}
      note={
        <span className={l.row}>
          <span className={l.meta}>{t.take(reading.take, reading.takes_max)}</span>
          <StopButton stopping={stopping} onChange={setStopping} />
        </span>
      }
      acts={
        blocked ? (
          <NotRecorded />
        ) : stopping ? (
          <StopReasons onStop={(reason) => marks.stop(reason)} />
        ) : (
          <Answers reading={reading} busy={marks.pending} onMark={marks.end} onAnswer={marks.answer} />
        )
      }
    >
      {marks.problem && <ErrorSummary problem={marks.problem} count={marks.problemCount} />}
      {before && (
        <p className={s.past}>
          {`${at}. ${before.text}`}
          {said && ` — ${t.said[said]}`}
        </p>
      )}
      {clause && (
        <article className={s.clause}>
          <h1>{t.clause(at + 1, reading.clauses.length, clause.title)}</h1>
          {parts(clause).map(({ text, isQuestion }) => (
            <p key={text} className={isQuestion ? `${s.literal} ${s.question}` : s.literal}>
              {text}
            </p>
          ))}
        </article>
      )}
    </WorkPane>
  );
}

function StopButton({ stopping, onChange }: { stopping: boolean; onChange: (stopping: boolean) => void }) {
  const t = useTexts(agentTexts).reading;
  const stop: Action = {
    id: 'reading.stop',
    label: stopping ? t.goOn : t.stop,
    key: 'F7',
    run: () => onChange(!stopping),
  };
  useActions([stop]);
  return <ActionButton action={stop} />;
}

function StopReasons({ onStop }: { onStop: (reason: StopReason) => Promise<unknown> }) {
  const t = useTexts(agentTexts).reading;
  const reasons: Action[] = (['question', 'noise', 'misread'] as const).map((reason, n) => ({
    id: `reading.stop.${reason}`,
    label: t.stopReasons[reason],
    key: `Alt+${(n + 1) as 1 | 2 | 3}`,
    run: () => onStop(reason),
  }));
  useActions(reasons);
  return (
    <div className={s.acts}>
      {reasons.map((reason) => (
        <ActionButton key={reason.id} action={reason} split />
      ))}
    </div>
  );
}

interface AnswersProps {
  reading: Reading;
  busy: boolean;
  onMark: () => Promise<unknown>;
  onAnswer: (answer: 'yes' | 'unclear' | 'no') => Promise<unknown>;
}

function Answers({ reading, busy, onMark, onAnswer }: AnswersProps) {
  const t = useTexts(agentTexts).reading;
  const clause = reading.clauses[reading.next_clause];
  const isQuestion = clause?.kind === 'question';
  const free = !busy && clause !== undefined;
  const repeats = Math.min(clause?.asked ?? 0, ASKED_MAX - 1);
  const left = ASKED_MAX - 1 - repeats;
  const next: Action = { id: 'reading.next', label: t.next, key: 'F8', enabled: free, run: onMark };
  const yes: Action = {
    id: 'reading.yes',
    label: t.yes,
    key: 'Alt+1',
    enabled: free,
    run: () => onAnswer('yes'),
  };
  const unclear: Action = {
    id: 'reading.unclear',
    label: left > 0 ? t.unclear(left) : t.unclearLast,
    key: 'Alt+2',
    enabled: free,
    run: () => onAnswer('unclear'),
  };
  const no: Action = {
    id: 'reading.no',
    label: t.no,
    key: 'Alt+3',
    enabled: free,
    run: () => onAnswer('no'),
  };
  useActions(isQuestion ? [yes, unclear, no] : [next]);
  if (!isQuestion)
    return (
      <div className={s.acts}>
        <ActionButton action={next} variant="primary" split />
      </div>
    );
  return (
    <div className={s.three}>
      <ActionButton action={yes} variant="primary" split />
      <ActionButton action={unclear} split />
      <ActionButton action={no} variant="danger" split />
      <p className={s.under}>
        {t.accepts((clause.accepts ?? []).join(', '), (clause.never ?? []).join(', '))}
      </p>
      <p className={s.under}>
        <Pips done={repeats} of={ASKED_MAX - 1} />
        <b>{t.repeated(repeats, ASKED_MAX - 1)}</b>
      </p>
      <p className={s.under}>{t.ends}</p>
    </div>
  );
}
