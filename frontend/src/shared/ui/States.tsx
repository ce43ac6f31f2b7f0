/* What every list and panel can be besides full: empty, loading, failed. */
import { useEffect, useState, type ReactNode } from 'react';
import { shortRequestCode, type Problem } from '../api/problem.ts';
import { formatTime } from '../format/formats.ts';
import { useProblemText } from '../i18n/problemText.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { Button } from './Button.tsx';
import l from './layout.module.css';
import s from './States.module.css';
import { Status } from './Status.tsx';
import { uiTexts } from './texts.ts';

/* Why there is nothing, and the one thing to do. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={s.empty}>
      <b>{title}</b>
      {children && <span>{children}</span>}
      {action}
    </div>
  );
}

const SKELETON_AFTER_MS = 300;

/* Lines in the place of text, after 300 ms; what comes sooner needs no announcement. */
export function Skeleton({ lines = 4 }: { lines?: number }) {
  const t = useTexts(uiTexts);
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <div className={s.skeleton} role="status">
      <span className={l.vh}>{t.loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className={s.line} />
      ))}
    </div>
  );
}

interface FailedProps {
  title: string; /* «No pudimos traer la cola» */
  problem: Problem;
  lastAt_ms?: number; /* what is still shown came then */
  onRetry: () => void;
}

export function Failed({ title, problem, lastAt_ms, onRetry }: FailedProps) {
  const t = useTexts(uiTexts);
  const { text } = useProblemText();
  return (
    <div className={s.empty} role="alert">
      <Status shape="bad">{title}</Status>
      <span>
        {lastAt_ms ? t.lastData(formatTime(lastAt_ms)) : text(problem)}
        {problem.requestId && ` ${t.code(shortRequestCode(problem.requestId))}.`}
      </span>
      <Button icon="rotate" onClick={onRetry}>
        {t.retry}
      </Button>
    </div>
  );
}
