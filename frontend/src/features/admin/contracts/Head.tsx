/* What version this is, how it differs, and what can be done with it: publish or discard a draft, begin the next. */
import { useState, type ReactNode } from 'react';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import type { DraftStatus } from '#shared/drafts/autosaver.ts';
import { formatMoment } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { fieldProblemText } from '#shared/i18n/problemText.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton, Button, Why } from '#shared/ui/Button.tsx';
import { Dialog, DialogActions } from '#shared/ui/Dialog.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import l from '#shared/ui/layout.module.css';
import { SavedMark } from '#shared/ui/SavedMark.tsx';
import { Status } from '#shared/ui/Status.tsx';
import { uiTexts } from '#shared/ui/texts.ts';
import { showToast } from '#shared/ui/toasts.ts';
import s from './contracts.module.css';
import type { Contract, Preview } from './contracts.ts';
import { countChanges, type Clause } from './difference.ts';
import { NewDraft } from './NewDraft.tsx';
import { contractTexts } from './texts.ts';

interface HeadProps {
  contract: Contract;
  before: Contract | undefined;
  clauses: readonly Clause[];
  status: DraftStatus;
  preview: Preview | undefined;
  hasDraft: boolean;
  choosers: ReactNode;
  onOpen: (id: string) => void;
}

type Asked = 'publish' | 'discard' | undefined;

export function Head({ contract, before, clauses, status, preview, hasDraft, choosers, onOpen }: HeadProps) {
  const t = useTexts(contractTexts);
  const { language } = usePreferences();
  const [asked, setAsked] = useState<Asked>();
  const problems = preview?.problems ?? [];
  const saved = status.kind === 'saved';
  const isDraft = contract.state === 'draft';
  const publish: Action = {
    id: 'contract.publish',
    label: t.publish(contract.number),
    key: 'F8',
    enabled: isDraft && saved && preview !== undefined && problems.length === 0,
    whyDisabled: saved ? t.incomplete(problems.length) : t.saveFirst,
    run: () => setAsked('publish'),
  };
  useActions(isDraft ? [publish] : []);
  return (
    <header className={s.head}>
      <h1>{t.title}</h1>
      {choosers}
      <Status shape={isDraft ? 'run' : 'ok'} fill>
        {isDraft ? t.draft(contract.number) : t.published(contract.number)}
      </Status>
      <span className={l.meta}>
        {isDraft
          ? before && t.changes(countChanges(before.clauses, clauses), before.number)
          : contract.published_at !== undefined && t.since(formatMoment(contract.published_at, language))}
      </span>
      <span className={l.end} />
      {isDraft ? (
        <>
          <SavedMark status={status} />
          <Button variant="quiet" onClick={() => setAsked('discard')}>
            {t.discard}
          </Button>
          <ActionButton action={publish} variant="primary" why="beside" />
          <Why action={publish} />
        </>
      ) : (
        !hasDraft && <NewDraft campaign={contract.campaign_id} label={t.newVersion} onMade={onOpen} />
      )}
      {problems
        .filter((one) => one.clause === undefined)
        .map((one) => (
          <Status key={one.code} shape="bad">
            {`${t.members[one.member]}: ${fieldProblemText(one.code, language)}`}
          </Status>
        ))}
      {asked && (
        <Ask
          what={asked}
          contract={contract}
          live={preview?.live_calls ?? 0}
          onClose={() => setAsked(undefined)}
        />
      )}
    </header>
  );
}

interface AskProps {
  what: 'publish' | 'discard';
  contract: Contract;
  live: number;
  onClose: () => void;
}

function Ask({ what, contract, live, onClose }: AskProps) {
  const t = useTexts(contractTexts);
  const ui = useTexts(uiTexts);
  const path = { id: contract.id };
  const { number, campaign_id } = contract;
  const act = useCommand({
    run: async (_: void, { headers }) => {
      const edit = ifMatch(contract.version);
      if (what === 'discard')
        return void (await ok(api.DELETE('/contracts/{id}', { params: { path, header: edit } })));
      await ok(
        api.POST('/contracts/{id}/publication', { params: { path, header: { ...headers, ...edit } } }),
      );
    },
    invalidates: [
      ['contracts', campaign_id],
      ['campaign', campaign_id],
      ...(what === 'publish' ? [['contract', contract.id]] : []),
    ],
    onDone: () => {
      onClose();
      if (what === 'publish') showToast({ text: t.publishedDone(number) });
    },
  });
  return (
    <Dialog title={what === 'publish' ? t.publishAsk(number) : t.discardAsk(number)} onClose={onClose}>
      <p>{what === 'publish' ? t.publishText : t.discardText}</p>
      {what === 'publish' && <p>{t.live(live)}</p>}
      {act.problem && <ErrorSummary problem={act.problem} count={act.problemCount} />}
      <DialogActions>
        <Button
          variant={what === 'publish' ? 'primary' : 'dangerFill'}
          busy={act.pending}
          onClick={() => void act.run()}
        >
          {what === 'publish' ? t.publishDo(number) : t.discardDo}
        </Button>
        <Button variant="quiet" shortcut="Escape" onClick={onClose}>
          {ui.cancel}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
