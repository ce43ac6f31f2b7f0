/* What changes somebody's way in at once: a temporary password, the end of their sessions, of their account. */
import { useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Button } from '#shared/ui/Button.tsx';
import { Dialog, DialogActions } from '#shared/ui/Dialog.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import l from '#shared/ui/layout.module.css';
import { showToast } from '#shared/ui/toasts.ts';
import { uiTexts } from '#shared/ui/texts.ts';
import type { Staff } from './staff.ts';
import { staffTexts } from './texts.ts';

type Asked = 'reset' | 'deactivate' | undefined;

export function PersonActs({ person, onPassword }: { person: Staff; onPassword: (person: Staff) => void }) {
  const t = useTexts(staffTexts);
  const [asked, setAsked] = useState<Asked>();
  const path = { id: person.id };
  const ended = useCommand({
    run: () => ok(api.DELETE('/users/{id}/sessions', { params: { path } })),
    invalidates: [['staff']],
    onDone: () => showToast({ text: t.loggedOut(person.name) }),
  });
  const again = useCommand({
    run: (_: void, { headers }) =>
      ok(api.POST('/users/{id}/reactivation', { params: { path, header: headers } })),
    invalidates: [['staff']],
    onDone: () => showToast({ text: t.reactivated(person.name) }),
  });
  const problem = ended.problem ?? again.problem;
  return (
    <>
      {problem && <ErrorSummary problem={problem} count={ended.problemCount + again.problemCount} />}
      <div className={l.stack}>
        {person.active ? (
          <>
            <Button block onClick={() => setAsked('reset')}>
              {t.reset}
            </Button>
            <Button block busy={ended.pending} onClick={() => void ended.run()}>
              {t.logOut}
            </Button>
            <Button block variant="danger" onClick={() => setAsked('deactivate')}>
              {t.deactivate}
            </Button>
          </>
        ) : (
          <Button block busy={again.pending} onClick={() => void again.run()}>
            {t.reactivate}
          </Button>
        )}
      </div>
      {asked && (
        <Ask
          key={asked}
          what={asked}
          person={person}
          onClose={() => setAsked(undefined)}
          onPassword={onPassword}
        />
      )}
    </>
  );
}

interface AskProps {
  what: 'reset' | 'deactivate';
  person: Staff;
  onClose: () => void;
  onPassword: (person: Staff) => void;
}

function Ask({ what, person, onClose, onPassword }: AskProps) {
  const t = useTexts(staffTexts);
  const ui = useTexts(uiTexts);
  const act = useCommand({
    run: (_: void, { headers }) => {
      const params = { path: { id: person.id }, header: headers };
      return ok(
        what === 'reset'
          ? api.POST('/users/{id}/password', { params })
          : api.POST('/users/{id}/deactivation', { params }),
      );
    },
    invalidates: [['staff']],
    onDone: (after) => {
      onClose();
      if (what === 'reset') onPassword(after);
      else showToast({ text: t.deactivated(person.name) });
    },
  });
  return (
    <Dialog
      title={what === 'reset' ? t.resetAsk(person.name) : t.deactivateAsk(person.name)}
      onClose={onClose}
    >
      <p>{what === 'reset' ? t.resetText : t.deactivateText}</p>
      {act.problem && <ErrorSummary problem={act.problem} count={act.problemCount} />}
      <DialogActions>
        <Button
          variant={what === 'reset' ? 'primary' : 'dangerFill'}
          busy={act.pending}
          onClick={() => void act.run()}
        >
          {what === 'reset' ? t.resetDo : t.deactivateDo}
        </Button>
        <Button variant="quiet" shortcut="Escape" onClick={onClose}>
          {ui.cancel}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
