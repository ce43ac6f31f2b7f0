import { useId, useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton, Why } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { fieldIds, PersonFields, type PersonValues } from './PersonFields.tsx';
import type { Staff, Team } from './staff.ts';
import { staffTexts } from './texts.ts';

const empty: PersonValues = { name: '', role: 'agent', team_ids: [] };

export function NewPerson({ teams, onMade }: { teams: readonly Team[]; onMade: (person: Staff) => void }) {
  const t = useTexts(staffTexts);
  const id = useId();
  const ids = fieldIds(id);
  const [username, setUsername] = useState('');
  const [values, setValues] = useState(empty);
  const make = useCommand({
    run: (body: PersonValues & { username: string }, { headers }) =>
      ok(
        api.POST('/users', {
          body: { ...body, team_ids: [...body.team_ids] },
          params: { header: headers },
        }),
      ),
    invalidates: [['staff']],
    onDone: (person) => {
      setUsername('');
      setValues(empty);
      onMade(person);
    },
  });
  const create: Action = {
    id: 'staff.create',
    label: t.create,
    key: 'Ctrl+Enter',
    enabled: username.trim() !== '' && values.name.trim() !== '',
    whyDisabled: t.fill,
    run: () => make.run({ ...values, username: username.trim() }),
  };
  useActions([create]);
  return (
    <Card title={t.fresh}>
      <div className={l.stackWide}>
        {make.problem && (
          <ErrorSummary
            problem={make.problem}
            count={make.problemCount}
            fields={{
              username: { id: `${id}-username`, label: t.username },
              name: { id: ids.name, label: t.name },
              role: { id: ids.role, label: t.role },
              team_ids: { id: ids.team_ids, label: t.team },
            }}
          />
        )}
        <TextField
          id={`${id}-username`}
          label={t.username}
          hint={t.usernameHint}
          value={username}
          autoCapitalize="none"
          onChange={(event) => setUsername(event.target.value)}
        />
        <PersonFields ids={ids} values={values} teams={teams} onChange={setValues} />
        <ActionButton action={create} variant="primary" split why="beside" />
        <Why action={create} />
      </div>
    </Card>
  );
}
