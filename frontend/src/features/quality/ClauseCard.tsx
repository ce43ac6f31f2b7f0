/* The clause at the playhead: its literal text, what the agent marked, and what the analyst finds wrong with it. */
import { formatClock } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { Marks } from '#shared/ui/Choices.tsx';
import { TextArea } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { answerOf, type Reading } from './listening.ts';
import s from './quality.module.css';
import { qualityTexts } from './texts.ts';
import { exceptionKinds, type Exception, type ExceptionKind, type Readiness } from './verdict.ts';

interface ClauseCardProps {
  reading: Reading;
  clause: number;
  exceptions: readonly Exception[];
  fatalClauses: readonly number[];
  readiness: Readiness;
  passesTo: string | undefined; /* who gets the sale when it passes */
  isOpen: boolean;
  onMark: (kind: ExceptionKind) => void;
  onExplain: (exception: Exception, note: string) => void;
}

export function ClauseCard({ reading, clause, exceptions, fatalClauses, ...rest }: ClauseCardProps) {
  const t = useTexts(qualityTexts).review;
  const { readiness, passesTo, isOpen, onMark, onExplain } = rest;
  const text = reading.clauses[clause];
  if (!text) return null;
  const isQuestion = text.kind === 'question';
  return (
    <div className={`${s.body} ${l.more}`} role="region" tabIndex={0} aria-label={t.textAndExceptions}>
      <div className={s.clauseHead}>
        <h2>{t.clause(clause + 1, reading.clauses.length, text.title)}</h2>
        {isQuestion && (
          <span
            className={l.meta}
          >{`${t.asked(text.asked)} · ${t.answers[answerOf(reading, clause) ?? 'none']}`}</span>
        )}
      </div>
      <Literal text={text.text} isQuestion={isQuestion} />
      {text.accepts && text.accepts.length > 0 && (
        <p className={l.meta}>{t.counts(text.accepts.join(', '), (text.never ?? []).join(', '))}</p>
      )}
      <Marks
        legend={t.exceptions}
        aside={t.fatals(fatalClauses.map((index) => index + 1))}
        disabled={!isOpen}
        values={exceptions.filter((exception) => exception.clause === clause).map(({ kind }) => kind)}
        options={exceptionKinds.map((kind) => ({
          value: kind,
          label: t.kinds[kind],
          tone: 'fail',
          disabled: kind === 'no_explicit_yes' && !isQuestion,
        }))}
        onToggle={onMark}
      />
      {readiness.deciding && readiness.stand !== 'no_audio' && (
        <AgentsTask reading={reading} deciding={readiness.deciding} isOpen={isOpen} onExplain={onExplain} />
      )}
      {readiness.stand === 'clean' && isOpen && (
        <Banner tone="ok" title={t.allHeard(reading.clauses.length)}>
          {passesTo ? t.passesTo(passesTo) : t.passesAhead}
        </Banner>
      )}
    </div>
  );
}

/* The words as they had to be read; the question itself stands out. */
function Literal({ text, isQuestion }: { text: string; isQuestion: boolean }) {
  const question = isQuestion ? text.lastIndexOf('¿') : -1;
  return (
    <blockquote className={s.said} lang="es">
      {question < 0 ? (
        `«${text}»`
      ) : (
        <>
          {`«${text.slice(0, question)}`}
          <b>{text.slice(question)}</b>»
        </>
      )}
    </blockquote>
  );
}

interface AgentsTaskProps {
  reading: Reading;
  deciding: Exception;
  isOpen: boolean;
  onExplain: (exception: Exception, note: string) => void;
}

/* What the agent will be told, before it is sent. */
function AgentsTask({ reading, deciding, isOpen, onExplain }: AgentsTaskProps) {
  const t = useTexts(qualityTexts).review;
  return (
    <>
      <div className={s.task}>
        <b>{t.task}</b>
        <p>
          {t.taskText(
            deciding.clause + 1,
            reading.clauses[deciding.clause]?.title ?? '',
            formatClock(deciding.at_ms / 1000),
            t.kindsInText[deciding.kind],
          )}
        </p>
      </div>
      <TextArea
        label={t.taskNote}
        rows={2}
        maxLength={300}
        readOnly={!isOpen}
        value={deciding.note ?? ''}
        onChange={(event) => onExplain(deciding, event.target.value)}
      />
    </>
  );
}
