import { useState } from 'react';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { keys, type Action } from '#shared/keys/registry.ts';
import { Button } from '#shared/ui/Button.tsx';
import { Dialog, DialogActions } from '#shared/ui/Dialog.tsx';
import { Kbd } from '#shared/ui/Kbd.tsx';
import { uiTexts } from '#shared/ui/texts.ts';
import s from './KeysOverlay.module.css';
import { appTexts } from './texts.ts';

/* What can be pressed on the screen below, as it was when F1 was pressed. */
export function KeysOverlay({ onClose }: { onClose: () => void }) {
  const t = useTexts(appTexts).overlay;
  const ui = useTexts(uiTexts);
  const [actions] = useState(() => keys.reachable().filter((action) => action.key !== undefined));
  const own = actions.filter((action) => !action.global);
  return (
    <Dialog title={t.title} onClose={onClose}>
      {own.length > 0 ? <KeyList actions={own} /> : <p>{t.none}</p>}
      <h3>{t.everywhere}</h3>
      <KeyList actions={actions.filter((action) => action.global)} />
      <DialogActions>
        <Button shortcut="Escape" onClick={onClose}>
          {ui.close}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function KeyList({ actions }: { actions: readonly Action[] }) {
  return (
    <dl className={s.list}>
      {actions.map((action) => (
        <div key={action.id}>
          <dt>{action.key && <Kbd of={action.key} />}</dt>
          <dd>
            {action.label}
            {action.enabled === false && action.whyDisabled && (
              <span className={s.why}>{action.whyDisabled}</span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
