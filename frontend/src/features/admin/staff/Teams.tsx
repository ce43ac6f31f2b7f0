import { useId, useState, type SyntheticEvent } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import { asProblem } from '#shared/api/problem.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Button } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { Dialog, DialogActions } from '#shared/ui/Dialog.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty, Failed, Skeleton } from '#shared/ui/States.tsx';
import { Count } from '#shared/ui/Status.tsx';
import { uiTexts } from '#shared/ui/texts.ts';
import a from '../admin.module.css';
import type { Team } from './staff.ts';
import { staffTexts } from './texts.ts';

export function Teams({ query }: { query: UseQueryResult<{ items: Team[] }> }) {
  const t = useTexts(staffTexts);
  const [renamed, setRenamed] = useState<Team>();
  const teams = query.data?.items ?? [];
  return (
    <Card title={t.teams} aside={query.data && <Count>{teams.length}</Count>}>
      <div className={l.stackWide}>
        {query.data ? (
          teams.length === 0 && <Empty title={t.noTeams}>{t.noTeamsWhy}</Empty>
        ) : query.error ? (
          <Failed
            title={t.teamsFailed}
            problem={asProblem(query.error)}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <Skeleton />
        )}
        <ul className={a.plainList}>
          {teams.map((team) => (
            <li key={team.id}>
              <span className={l.grow}>{team.name}</span>
              <Button
                variant="quiet"
                square
                icon="pencil"
                aria-label={t.rename(team.name)}
                onClick={() => setRenamed(team)}
              />
            </li>
          ))}
        </ul>
        <NewTeam />
      </div>
      {renamed && <Rename team={renamed} onClose={() => setRenamed(undefined)} />}
    </Card>
  );
}

function NewTeam() {
  const t = useTexts(staffTexts);
  const id = useId();
  const [name, setName] = useState('');
  const make = useCommand({
    run: (body: { name: string }, { headers }) =>
      ok(api.POST('/teams', { body, params: { header: headers } })),
    invalidates: [['teams']],
    onDone: () => setName(''),
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    void make.run({ name });
  };
  return (
    <form className={l.stack} onSubmit={submit} noValidate>
      {make.problem && (
        <ErrorSummary
          problem={make.problem}
          count={make.problemCount}
          fields={{ name: { id, label: t.teamName } }}
        />
      )}
      <TextField id={id} label={t.teamName} value={name} onChange={(event) => setName(event.target.value)} />
      <Button
        type="submit"
        busy={make.pending}
        disabled={name.trim() === ''}
        title={name ? undefined : t.typeTeam}
      >
        {t.addTeam}
      </Button>
    </form>
  );
}

function Rename({ team, onClose }: { team: Team; onClose: () => void }) {
  const t = useTexts(staffTexts);
  const ui = useTexts(uiTexts);
  const id = useId();
  const [name, setName] = useState(team.name);
  const save = useCommand({
    run: (body: { name: string }) =>
      ok(api.PUT('/teams/{id}', { body, params: { path: { id: team.id }, header: ifMatch(team.version) } })),
    invalidates: [['teams']],
    onDone: onClose,
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    void save.run({ name });
  };
  return (
    <Dialog title={t.renameTitle} onClose={onClose}>
      <form className={l.stackWide} onSubmit={submit} noValidate>
        {save.problem && (
          <ErrorSummary
            problem={save.problem}
            count={save.problemCount}
            fields={{ name: { id, label: t.teamName } }}
          />
        )}
        <TextField
          id={id}
          label={t.teamName}
          value={name}
          autoFocus
          onChange={(e) => setName(e.target.value)}
        />
        <DialogActions>
          <Button variant="primary" type="submit" busy={save.pending}>
            {t.save}
          </Button>
          <Button variant="quiet" shortcut="Escape" onClick={onClose}>
            {ui.cancel}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
