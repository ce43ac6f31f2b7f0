import { useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { initials } from '#shared/format/formats.ts';
import { setPreferences, usePreferences, type Preferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { session, useUser } from '#shared/session/session.ts';
import { Button } from '#shared/ui/Button.tsx';
import { Choices } from '#shared/ui/Choices.tsx';
import { Icon } from '#shared/ui/Icon.tsx';
import l from '#shared/ui/layout.module.css';
import { Popover } from '#shared/ui/Popover.tsx';
import { showToast } from '#shared/ui/toasts.ts';
import s from './auth.module.css';
import { OpenTasks } from './OpenTasks.tsx';
import { PasswordDialog } from './PasswordDialog.tsx';
import { authTexts } from './texts.ts';

export function AccountMenu() {
  const t = useTexts(authTexts);
  const user = useUser();
  const [changing, setChanging] = useState(false);
  const role = t.roles[user.role];
  return (
    <>
      <Popover
        label={t.account.title}
        button={(given) => (
          <button
            {...given}
            className={s.account}
            type="button"
            aria-label={t.account.button(initials(user.name), user.name, role)}
          >
            <span className={s.avatar}>{initials(user.name)}</span>
            <Icon name="chevronDown" />
          </button>
        )}
      >
        {(close) => (
          <>
            <p>
              <b>{user.name}</b>
              <br />
              <span className={l.meta}>{role}</span>
            </p>
            <PreferenceChoices />
            <Button
              block
              onClick={() => {
                close();
                setChanging(true);
              }}
            >
              {t.account.changePassword}
            </Button>
            {user.role === 'agent' && <OpenTasks userId={user.id} />}
            <Button block onClick={() => leave(false)}>
              {t.account.signOut}
            </Button>
            <Button block onClick={() => leave(true)}>
              {t.account.signOutAll}
            </Button>
          </>
        )}
      </Popover>
      {changing && <PasswordDialog onClose={() => setChanging(false)} />}
    </>
  );
}

/* The page forgets whatever the network says; the server's own limits end the rest. */
function leave(all: boolean) {
  void session.signOut(all).catch(() => undefined);
}

function PreferenceChoices() {
  const t = useTexts(authTexts).account;
  const preferences = usePreferences();

  function choose(change: Partial<Preferences>) {
    const body = { ...preferences, ...change };
    setPreferences(body);
    ok(api.PUT('/users/me/preferences', { body })).then(
      (user) => session.setUser(user),
      () => showToast({ tone: 'warn', text: t.notKept }),
    );
  }

  return (
    <>
      <Choices
        joined
        legend={t.theme}
        value={preferences.theme}
        options={options(t.themes)}
        onChange={(theme) => choose({ theme })}
      />
      <Choices
        joined
        legend={t.density}
        value={preferences.density}
        options={options(t.densities)}
        onChange={(density) => choose({ density })}
      />
      <Choices
        joined
        legend={t.language}
        value={preferences.language}
        options={options(t.languages)}
        onChange={(language) => choose({ language })}
      />
    </>
  );
}

function options<Value extends string>(labels: Readonly<Record<Value, string>>) {
  return (Object.keys(labels) as Value[]).map((value) => ({ value, label: labels[value] }));
}
