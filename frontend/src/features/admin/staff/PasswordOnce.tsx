/* A temporary password, on the screen once: it is not kept anywhere. */
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Button } from '#shared/ui/Button.tsx';
import { Dialog, DialogActions } from '#shared/ui/Dialog.tsx';
import l from '#shared/ui/layout.module.css';
import { showToast } from '#shared/ui/toasts.ts';
import a from '../admin.module.css';
import type { Staff } from './staff.ts';
import { staffTexts } from './texts.ts';

export function PasswordOnce({ person, onClose }: { person: Staff; onClose: () => void }) {
  const t = useTexts(staffTexts);
  const password = person.temporary_password ?? '';
  const copy = () => navigator.clipboard.writeText(password).then(() => showToast({ text: t.copied }));
  return (
    <Dialog title={t.once}>
      <p>{t.onceText(person.name)}</p>
      <p className={l.row}>
        <code className={a.secret}>{password}</code>
        <Button variant="quiet" square icon="copy" aria-label={t.copy} onClick={() => void copy()} />
      </p>
      <DialogActions>
        <Button variant="primary" onClick={onClose}>
          {t.given}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
