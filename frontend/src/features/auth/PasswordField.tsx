import { useState, type ComponentProps } from 'react';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Button } from '#shared/ui/Button.tsx';
import { cx } from '#shared/ui/cx.ts';
import { Field, inputClass } from '#shared/ui/Field.tsx';
import s from './auth.module.css';
import { authTexts } from './texts.ts';

interface PasswordFieldProps extends Omit<ComponentProps<'input'>, 'type' | 'className'> {
  label: string;
  hint?: string;
  error?: string;
}

/* A password that may be looked at while it is typed. */
export function PasswordField({ label, hint, error, id, ...input }: PasswordFieldProps) {
  const t = useTexts(authTexts).login;
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error} id={id}>
      {(given) => (
        <div className={s.password}>
          <input
            {...input}
            {...given}
            className={cx(inputClass, s.passwordInput)}
            type={shown ? 'text' : 'password'}
            autoCapitalize="none"
            spellCheck={false}
          />
          <Button
            variant="quiet"
            icon="eye"
            aria-label={shown ? t.hideLong : t.showLong}
            aria-pressed={shown}
            className={s.eye}
            onClick={() => setShown(!shown)}
          >
            {shown ? t.hide : t.show}
          </Button>
        </div>
      )}
    </Field>
  );
}
