/* What a command's problem looks like on a form: takes the focus, links each wrong field, and shows the request
   code to copy. `fields` maps the API's field names to the id of the box and its label. */
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { shortRequestCode, type Problem } from '../api/problem.ts';
import { usePreferences } from '../i18n/preferences.ts';
import { fieldProblemText, problemText } from '../i18n/problemText.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { Button } from './Button.tsx';
import s from './ErrorSummary.module.css';
import { uiTexts } from './texts.ts';
import { showToast } from './toasts.ts';

export interface SummaryField {
  readonly id: string;
  readonly label: string;
}

interface ErrorSummaryProps {
  problem: Problem;
  fields?: Readonly<Record<string, SummaryField>>;
  title?: string;
  /* The problem's sentence as a link to the field it is about (log-in: the password). */
  about?: string;
  note?: ReactNode;
  /* Focus again when this changes; give useCommand's problemCount. */
  count?: number;
}

export function ErrorSummary({ problem, fields = {}, title, about, note, count = 0 }: ErrorSummaryProps) {
  const t = useTexts(uiTexts);
  const { language } = usePreferences();
  const box = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => box.current?.focus(), [problem, count]);

  const wrong = problem.fields;
  const sentence = problemText(problem, language);
  const heading =
    title ??
    (wrong.length === 0
      ? t.problems.notSaved
      : wrong.length === 1
        ? t.problems.one
        : t.problems.many(wrong.length));

  return (
    <div className={s.summary} role="alert" tabIndex={-1} aria-labelledby={id} ref={box}>
      <h2 id={id}>{heading}</h2>
      {wrong.length === 0 && (about ? <FieldLink id={about}>{sentence}</FieldLink> : <p>{sentence}</p>)}
      {wrong.length > 0 && (
        <ul>
          {wrong.map(({ field, code }) => {
            const known = fields[field];
            const text = `${known?.label ?? field}: ${fieldProblemText(code, language)}`;
            return (
              <li key={`${field}-${code}`}>{known ? <FieldLink id={known.id}>{text}</FieldLink> : text}</li>
            );
          })}
        </ul>
      )}
      {note && <p className={s.note}>{note}</p>}
      {problem.requestId && <RequestCode requestId={problem.requestId} />}
    </div>
  );
}

/* A link that puts the focus into the box without touching the address. */
function FieldLink({ id, children }: { id: string; children: ReactNode }) {
  return (
    <a
      href={`#${id}`}
      onClick={(event) => {
        event.preventDefault();
        document.getElementById(id)?.focus();
      }}
    >
      {children}
    </a>
  );
}

export function RequestCode({ requestId }: { requestId: string }) {
  const t = useTexts(uiTexts);
  const copy = () => navigator.clipboard.writeText(requestId).then(() => showToast({ text: t.copied }));
  return (
    <p className={s.code}>
      {t.code(shortRequestCode(requestId))}
      <Button variant="quiet" square icon="copy" aria-label={t.copyCode} onClick={() => void copy()} />
    </p>
  );
}
