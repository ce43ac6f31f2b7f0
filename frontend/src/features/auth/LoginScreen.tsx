/* Log-in. The address stays as it is, so that a link into the application still leads there afterwards. */
import { useEffect, useId, useState, type SyntheticEvent } from 'react';
import type { Problem } from '#shared/api/problem.ts';
import { toLocal } from '#shared/clock.ts';
import { formatSpan, formatTime } from '#shared/format/formats.ts';
import { product } from '#shared/i18n/product.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { session } from '#shared/session/session.ts';
import { useNow } from '#shared/useNow.ts';
import { Button } from '#shared/ui/Button.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Hint, TextField } from '#shared/ui/Field.tsx';
import { BrandMark } from '#shared/ui/Icon.tsx';
import { Status } from '#shared/ui/Status.tsx';
import s from './auth.module.css';
import { PasswordField } from './PasswordField.tsx';
import { authTexts } from './texts.ts';
import { useSignIn, type SignIn } from './useSignIn.ts';

export function LoginScreen({ problem }: { problem?: Problem }) {
  const t = useTexts(authTexts).login;
  const signIn = useSignIn(problem);
  useEffect(() => {
    document.title = `${t.submit} · ${product}`;
  }, [t]);
  return (
    <div className={s.screen}>
      <main className={s.main}>
        <div className={s.sign}>
          <div className={s.brand}>
            <BrandMark />
            {product}
          </div>
          <LoginForm signIn={signIn} />
          <Hint>{t.help}</Hint>
        </div>
      </main>
      <Foot down={signIn.problem?.outcomeUnknown === true} />
    </div>
  );
}

function LoginForm({ signIn }: { signIn: SignIn }) {
  const t = useTexts(authTexts).login;
  const ids = { user: useId(), password: useId() };
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [sent, setSent] = useState(false);
  const { problem } = signIn;
  const refused = problem?.status === 401;

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    setSent(true);
    if (username.trim() === '') document.getElementById(ids.user)?.focus();
    else if (password === '') document.getElementById(ids.password)?.focus();
    else void signIn.run(username.trim(), password);
  }

  return (
    <>
      {problem && (
        <ErrorSummary
          problem={problem}
          count={signIn.tries}
          title={t.failed}
          about={refused ? ids.password : undefined}
          note={problem.until !== undefined && <Wait until_ms={problem.until} />}
        />
      )}
      <div className={s.card}>
        <form onSubmit={submit} noValidate>
          <h1>{t.title}</h1>
          <TextField
            id={ids.user}
            label={t.user}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            value={username}
            error={sent && username.trim() === '' ? t.writeUser : undefined}
            onChange={(event) => setUsername(event.target.value)}
          />
          <PasswordField
            id={ids.password}
            label={t.password}
            name="password"
            autoComplete="current-password"
            value={password}
            error={sent && password === '' ? t.writePassword : refused ? t.checkPassword : undefined}
            onChange={(event) => setPassword(event.target.value)}
          />
          <Button variant="primary" split type="submit" shortcut="Enter" busy={signIn.busy}>
            {t.submit}
          </Button>
        </form>
      </div>
    </>
  );
}

/* How long the throttle still lasts. It counts in real time, like every limit on log-in. */
function Wait({ until_ms }: { until_ms: number }) {
  const t = useTexts(authTexts).login;
  const left_ms = until_ms - toLocal(useNow());
  return left_ms > 0 ? <span aria-live="off">{t.wait(formatSpan(left_ms))}</span> : null;
}

function Foot({ down }: { down: boolean }) {
  const t = useTexts(authTexts).login;
  const now_ms = useNow();
  return (
    <footer className={s.foot}>
      <Status shape={down ? 'bad' : 'ok'}>{down ? t.down : t.up}</Status>
      {down && (
        <Button variant="quiet" icon="rotate" onClick={() => void session.start()}>
          {t.retry}
        </Button>
      )}
      <span>{t.bogota(formatTime(now_ms))}</span>
    </footer>
  );
}
