import { useId, useState, type SyntheticEvent } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { session, useUser } from '#shared/session/session.ts';
import { Button } from '#shared/ui/Button.tsx';
import { Dialog, DialogActions } from '#shared/ui/Dialog.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import l from '#shared/ui/layout.module.css';
import { uiTexts } from '#shared/ui/texts.ts';
import { showToast } from '#shared/ui/toasts.ts';
import s from './auth.module.css';
import { PasswordField } from './PasswordField.tsx';
import { authTexts } from './texts.ts';

const SHORTEST = 10;

interface PasswordDialogProps {
  onClose: () => void; /* also when it was changed */
  first?: boolean; /* the one in use is temporary: nothing else can be done before */
}

export function PasswordDialog({ onClose, first = false }: PasswordDialogProps) {
  const t = useTexts(authTexts).password;
  const ui = useTexts(uiTexts);
  const { username } = useUser();
  const ids = { current: useId(), next: useId(), repeat: useId() };
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [repeat, setRepeat] = useState('');
  const [sent, setSent] = useState(false);

  const change = useCommand({
    async run(input: { current_password: string; new_password: string }) {
      await ok(api.PUT('/users/me/password', { body: input }));
    },
    onDone() {
      showToast({ text: t.done });
      onClose();
    },
  });

  const wrong = {
    current: current === '' ? t.write : undefined,
    next: next.length < SHORTEST ? t.short : undefined,
    repeat: repeat !== next ? t.differs : undefined,
  };

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    setSent(true);
    const at = (['current', 'next', 'repeat'] as const).find((field) => wrong[field]);
    if (at) document.getElementById(ids[at])?.focus();
    else void change.run({ current_password: current, new_password: next });
  }

  return (
    <Dialog title={first ? t.firstTitle : t.title} {...(!first && { onClose })}>
      <p className={l.soft}>{first ? t.firstText : t.text}</p>
      {change.problem && (
        <ErrorSummary
          problem={change.problem}
          count={change.problemCount}
          fields={{
            current_password: { id: ids.current, label: t.current },
            new_password: { id: ids.next, label: t.next },
          }}
        />
      )}
      <form className={s.dialogForm} onSubmit={submit} noValidate>
        <input type="hidden" name="username" autoComplete="username" value={username} />
        <PasswordField
          id={ids.current}
          label={first ? t.temporary : t.current}
          autoComplete="current-password"
          autoFocus
          value={current}
          error={sent ? wrong.current : undefined}
          onChange={(event) => setCurrent(event.target.value)}
        />
        <PasswordField
          id={ids.next}
          label={t.next}
          hint={t.hint}
          autoComplete="new-password"
          value={next}
          error={sent ? wrong.next : undefined}
          onChange={(event) => setNext(event.target.value)}
        />
        <PasswordField
          id={ids.repeat}
          label={t.repeat}
          autoComplete="new-password"
          value={repeat}
          error={sent ? wrong.repeat : undefined}
          onChange={(event) => setRepeat(event.target.value)}
        />
        <DialogActions>
          <Button variant="primary" type="submit" busy={change.pending}>
            {t.save}
          </Button>
          {first ? (
            <Button variant="quiet" onClick={() => void session.signOut().catch(() => undefined)}>
              {t.leave}
            </Button>
          ) : (
            <Button variant="quiet" shortcut="Escape" onClick={onClose}>
              {ui.cancel}
            </Button>
          )}
        </DialogActions>
      </form>
    </Dialog>
  );
}
