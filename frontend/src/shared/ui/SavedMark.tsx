import type { DraftStatus } from '../drafts/autosaver.ts';
import { formatTimeSeconds } from '../format/formats.ts';
import { useTexts } from '../i18n/useTexts.ts';
import s from './SavedMark.module.css';
import { StatusShape, type Shape } from './Status.tsx';
import { uiTexts } from './texts.ts';

const shapes: Record<DraftStatus['kind'], Shape> = {
  saved: 'ok',
  saving: 'run',
  dirty: 'wait',
  failed: 'bad',
  conflict: 'warn',
};

/* «Guardado 14:32:05» under what saves itself. Nothing before the first change. */
export function SavedMark({ status }: { status: DraftStatus }) {
  const t = useTexts(uiTexts).saved;
  if (status.kind === 'saved' && status.at_ms === undefined) return null;
  const text = status.kind === 'saved' ? t.saved(formatTimeSeconds(status.at_ms ?? 0)) : t[status.kind];
  return (
    <span className={s.saved} role="status">
      <StatusShape shape={shapes[status.kind]} />
      {text}
    </span>
  );
}
