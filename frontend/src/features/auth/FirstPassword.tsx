/* Somebody was given a password to come in once: another is chosen before anything else. */
import { api, ok } from '#shared/api/client.ts';
import { session } from '#shared/session/session.ts';
import { PasswordDialog } from './PasswordDialog.tsx';

export function FirstPassword() {
  const goOn = () => {
    ok(api.GET('/users/me')).then(
      (user) => session.setUser(user),
      () => session.verify(),
    );
  };
  return <PasswordDialog first onClose={goOn} />;
}
