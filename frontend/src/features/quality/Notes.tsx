/* The analyst's own notes, each at a second of the recording. */
import { useEffect, useRef } from 'react';
import { formatClock } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { inputClass } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import s from './quality.module.css';
import { qualityTexts } from './texts.ts';
import type { Note } from './useHearing.ts';

interface NotesProps {
  notes: readonly Note[];
  writing: number | undefined; /* at_ms of the one that takes the focus */
  readOnly: boolean;
  onChange: (at_ms: number, text: string) => void;
  onLeave: () => void;
}

export function Notes({ notes, writing, readOnly, onChange, onLeave }: NotesProps) {
  const t = useTexts(qualityTexts).review;
  return (
    <div className={s.notes}>
      <b>{t.notes}</b>
      {notes.length === 0 ? (
        <span className={l.soft}>{t.noNotes}</span>
      ) : (
        <ul>
          {notes.map((note) => (
            <li key={note.at_ms}>
              <span className={l.meta}>{formatClock(note.at_ms / 1000)}</span>
              {readOnly ? (
                <span>{note.text}</span>
              ) : (
                <NoteBox
                  note={note}
                  focus={note.at_ms === writing}
                  onChange={(text) => onChange(note.at_ms, text)}
                  onLeave={onLeave}
                />
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface NoteBoxProps {
  note: Note;
  focus: boolean;
  onChange: (text: string) => void;
  onLeave: () => void;
}

function NoteBox({ note, focus, onChange, onLeave }: NoteBoxProps) {
  const t = useTexts(qualityTexts).review;
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focus) box.current?.focus();
  }, [focus]);
  return (
    <input
      ref={box}
      className={inputClass}
      aria-label={t.noteAt(formatClock(note.at_ms / 1000))}
      maxLength={300}
      autoComplete="off"
      value={note.text}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onLeave}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        event.currentTarget.blur();
      }}
    />
  );
}
