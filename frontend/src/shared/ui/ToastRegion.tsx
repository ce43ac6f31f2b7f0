import { useSyncExternalStore } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { useNow } from '../useNow.ts';
import { Button } from './Button.tsx';
import l from './layout.module.css';
import { StatusShape } from './Status.tsx';
import { uiTexts } from './texts.ts';
import { dismissToast, getToasts, onToasts, type Toast } from './toasts.ts';
import s from './ToastRegion.module.css';

export function ToastRegion() {
  const toasts = useSyncExternalStore(onToasts, getToasts);
  return (
    <div className={s.region} role="status">
      {toasts.map((toast) => (
        <ToastBox key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastBox({ toast }: { toast: Toast }) {
  return (
    <div className={s.toast}>
      <span className={s[toast.tone]}>
        <StatusShape shape={toast.tone} />
      </span>
      <span className={l.grow}>{toast.text}</span>
      {toast.undo && <Undo toast={toast} undo={toast.undo} />}
    </div>
  );
}

function Undo({ toast, undo }: { toast: Toast; undo: () => void }) {
  const t = useTexts(uiTexts);
  const now_ms = useNow(250);
  const seconds = Math.max(0, Math.ceil((toast.endsAt_ms - now_ms) / 1000));
  return (
    <Button
      onClick={() => {
        dismissToast(toast.id);
        undo();
      }}
    >
      {/* The count is for the eye; read aloud each second it would be noise. */}
      <span aria-live="off">{t.undo(seconds)}</span>
    </Button>
  );
}
