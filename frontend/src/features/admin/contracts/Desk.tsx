/* One version on the desk. A draft saves itself as it is typed; a published one is only read. */
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import { useDraft } from '#shared/drafts/useDraft.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { Button } from '#shared/ui/Button.tsx';
import { Dialog, DialogActions } from '#shared/ui/Dialog.tsx';
import { ClauseEditor } from './ClauseEditor.tsx';
import { ClauseList } from './ClauseList.tsx';
import s from './contracts.module.css';
import { usePreview, type Contract } from './contracts.ts';
import type { Clause } from './difference.ts';
import { Head } from './Head.tsx';
import { SidePane } from './SidePane.tsx';
import { contractTexts } from './texts.ts';

interface DeskProps {
  contract: Contract;
  before: Contract | undefined; /* the published version before */
  hasDraft: boolean;
  choosers: ReactNode;
  onOpen: (id: string) => void;
}

export function Desk({ contract, before, hasDraft, choosers, onOpen }: DeskProps) {
  const t = useTexts(contractTexts);
  const client = useQueryClient();
  const [clauses, setClauses] = useState<readonly Clause[]>(contract.clauses);
  const [at, setAt] = useState(0);
  const path = { id: contract.id };
  const draft = useDraft<readonly Clause[]>({
    version: contract.version,
    save: async (value, { version, last }) => {
      const saved = await ok(
        api.PUT('/contracts/{id}', {
          params: { path, header: ifMatch(version) },
          body: { clauses: [...value] },
          keepalive: last,
        }),
      );
      client.setQueryData(['contract', contract.id], saved);
      return saved;
    },
  });
  const isDraft = contract.state === 'draft';
  const preview = usePreview(contract.id, contract.version);
  const write = (next: readonly Clause[]) => {
    setClauses(next);
    draft.change(next);
  };
  const put = (change: Partial<Clause>) =>
    write(clauses.map((clause, n) => (n === at ? { ...clause, ...change } : clause)));
  const resolve = async (keepMine: boolean) => {
    const theirs = await ok(api.GET('/contracts/{id}', { params: { path } }));
    client.setQueryData(['contract', contract.id], theirs);
    if (!keepMine) setClauses(theirs.clauses);
    draft.resolve(theirs.version, keepMine);
  };
  const chosen = clauses[at];
  return (
    <>
      <Head
        contract={contract}
        before={before}
        clauses={clauses}
        status={draft.status}
        preview={preview.data}
        hasDraft={hasDraft}
        choosers={choosers}
        onOpen={onOpen}
      />
      <Banner tone="plain" live="none" round={false}>
        {isDraft ? t.live(preview.data?.live_calls ?? 0) : t.frozen}
      </Banner>
      <div className={s.desk}>
        <ClauseList
          clauses={clauses}
          before={before?.clauses}
          at={at}
          editable={isDraft}
          onChoose={setAt}
          onChange={(next, place) => {
            write(next);
            setAt(place);
          }}
        />
        {isDraft && chosen && (
          <ClauseEditor
            key={at}
            clause={chosen}
            number={at + 1}
            fields={preview.data?.fields ?? []}
            problems={(preview.data?.problems ?? []).filter((one) => one.clause === at)}
            onChange={put}
          />
        )}
        {chosen ? (
          <SidePane
            clause={chosen}
            place={at}
            before={before}
            preview={preview.data?.clauses[at]}
            problems={(preview.data?.problems ?? []).length}
          />
        ) : (
          <p className={s.nothing}>{t.chooseClause}</p>
        )}
      </div>
      {draft.status.kind === 'conflict' && (
        <Dialog title={t.conflict} alert>
          <p>{t.conflictText}</p>
          <DialogActions>
            <Button variant="primary" onClick={() => void resolve(false)}>
              {t.theirs}
            </Button>
            <Button onClick={() => void resolve(true)}>{t.mine}</Button>
          </DialogActions>
        </Dialog>
      )}
    </>
  );
}
