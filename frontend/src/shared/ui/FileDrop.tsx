/* A file by drop, by paste anywhere on the screen, or by the button. Wrong type or size is refused before sending. */
import { useEffect, useEffectEvent, useId, useRef, useState, type DragEvent } from 'react';
import { formatBytes } from '../format/formats.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { Button } from './Button.tsx';
import { cx } from './cx.ts';
import { FieldError, Hint } from './Field.tsx';
import s from './FileDrop.module.css';
import { fileFits, type FileRules } from './fileRules.ts';
import { uiTexts } from './texts.ts';

interface FileDropProps {
  label: string;
  rules: FileRules;
  onFile: (file: File) => void;
  disabled?: boolean;
}

export function FileDrop({ label, rules, onFile, disabled }: FileDropProps) {
  const t = useTexts(uiTexts).files;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<string>();
  const size = formatBytes(rules.maxBytes).replace(',0', '');

  function take(file: File | null | undefined) {
    if (!file || disabled) return;
    const fits = fileFits(file, rules);
    setRefused(fits ? undefined : t.wrong(file.name, rules.names, size));
    if (fits) onFile(file);
  }

  const onPaste = useEffectEvent((event: ClipboardEvent) => {
    const file = event.clipboardData?.files[0];
    if (!file) return;
    event.preventDefault();
    take(file);
  });
  useEffect(() => {
    const listener = (event: ClipboardEvent) => onPaste(event);
    document.addEventListener('paste', listener);
    return () => document.removeEventListener('paste', listener);
  }, []);

  const drag = (inside: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(inside);
  };

  return (
    <div
      className={cx(s.drop, over && s.over)}
      role="group"
      aria-label={label}
      onDragEnter={drag(true)}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event);
        take(event.dataTransfer.files[0]);
      }}
    >
      {refused && <FieldError id={`${id}-error`}>{refused}</FieldError>}
      <div className={s.line}>
        <span>{t.drop}</span>
        <Button icon="upload" disabled={disabled} onClick={() => input.current?.click()}>
          {t.choose}
        </Button>
      </div>
      <Hint>{t.limits(rules.names, size)}</Hint>
      <input
        ref={input}
        id={id}
        className={s.input}
        type="file"
        aria-label={label}
        aria-describedby={refused ? `${id}-error` : undefined}
        tabIndex={-1}
        accept={[...rules.types, ...rules.extensions].join(',')}
        onChange={(event) => {
          take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </div>
  );
}

interface UploadProgressProps {
  name: string;
  sent: number; /* 0 … 1 */
  paused: boolean;
  onPause: () => void;
  onResume: () => void;
  onCancel: () => void;
}

export function UploadProgress({ name, sent, paused, onPause, onResume, onCancel }: UploadProgressProps) {
  const texts = useTexts(uiTexts);
  const id = useId();
  const percent = `${Math.round(sent * 100)}\u00a0%`;
  return (
    <div className={s.progress}>
      <label htmlFor={id}>{texts.files.uploading(name, percent)}</label>
      <progress id={id} max={100} value={Math.round(sent * 100)} />
      <div className={s.line}>
        <Button onClick={paused ? onResume : onPause}>
          {paused ? texts.files.resume : texts.files.pause}
        </Button>
        <Button variant="quiet" onClick={onCancel}>
          {texts.cancel}
        </Button>
      </div>
    </div>
  );
}
