/* The session ended while something is open: log in again over it, and what was asked goes on. */
import { useId, useState, type SyntheticEvent } from 'react';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { User } from '#shared/session/keeper.ts';
import { session } from '#shared/session/session.ts';
import { Button } from '#shared/ui/Button.tsx';
import { Dialog, DialogActions } from '#shared/ui/Dialog.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Hint } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import s from './auth.module.css';
import { PasswordField } from './PasswordField.tsx';
import { authTexts } from './texts.ts';
import { useSignIn } from './useSignIn.ts';

export function ExpiredDialog({ user }: { user: User }) {
  const t = useTexts(authTexts).expired;
  const id = useId();
  const signIn = useSignIn();
  const [password, setPassword] = useState('');

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    void signIn.run(user.username, password);
  }

  return (
    <Dialog title={t.title} alert>
      <p className={l.soft}>{t.text}</p>
      {signIn.problem && <ErrorSummary problem={signIn.problem} count={signIn.tries} about={id} />}
      <form className={s.dialogForm} onSubmit={submit} noValidate>
        <input type="hidden" name="username" autoComplete="username" value={user.username} />
        <PasswordField
          id={id}
          label={t.password(user.username)}
          name="password"
          autoComplete="current-password"
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Hint>{t.leaving}</Hint>
        <DialogActions>
          <Button
            variant="primary"
            type="submit"
            shortcut="Enter"
            busy={signIn.busy}
            disabled={password === ''}
          >
            {t.goOn}
          </Button>
          <Button variant="quiet" onClick={() => void session.signOut().catch(() => undefined)}>
            {t.leave}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
