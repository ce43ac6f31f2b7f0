/* One person: what they are, and what an admin may do about their way in. */
import { useId, useState } from 'react';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { useUser } from '#shared/session/session.ts';
import { ActionButton, Button, Why } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Hint } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { showToast } from '#shared/ui/toasts.ts';
import { fieldIds, PersonFields, type PersonValues } from './PersonFields.tsx';
import { Standing } from './PeopleTable.tsx';
import { PersonActs } from './PersonActs.tsx';
import type { Staff, Team } from './staff.ts';
import { staffTexts } from './texts.ts';

interface PersonCardProps {
  person: Staff;
  teams: readonly Team[];
  onClose: () => void;
  onPassword: (person: Staff) => void;
}

const same = (values: PersonValues, person: Staff) =>
  values.name.trim() === person.name && sameWork(values, person);

const sameWork = (values: PersonValues, person: Staff) =>
  values.role === person.role && values.team_ids.join() === person.team_ids.join();

export function PersonCard({ person, teams, onClose, onPassword }: PersonCardProps) {
  const t = useTexts(staffTexts);
  const ids = fieldIds(useId());
  const own = useUser().id === person.id;
  const [values, setValues] = useState<PersonValues>(person);
  const change = useCommand({
    run: ({ name, role, team_ids }: PersonValues) =>
      ok(
        api.PUT('/users/{id}', {
          params: { path: { id: person.id }, header: ifMatch(person.version) },
          body: { name: name.trim(), role, team_ids: [...team_ids] },
        }),
      ),
    invalidates: [['staff']],
    onDone: () => showToast({ text: t.saved }),
  });
  const save: Action = {
    id: 'staff.save',
    label: t.save,
    key: 'Ctrl+Enter',
    enabled: !same(values, person),
    whyDisabled: t.unchanged,
    run: () => change.run(values),
  };
  useActions([save]);
  return (
    <Card
      title={person.name}
      aside={
        <Button variant="quiet" className={l.end} onClick={onClose}>
          {t.close}
        </Button>
      }
    >
      <div className={l.stackWide}>
        <p className={l.row}>
          <span>{person.username}</span>
          <Standing person={person} />
        </p>
        {change.problem && (
          <ErrorSummary
            problem={change.problem}
            count={change.problemCount}
            fields={{
              name: { id: ids.name, label: t.name },
              role: { id: ids.role, label: t.role },
              team_ids: { id: ids.team_ids, label: t.team },
            }}
          />
        )}
        <PersonFields ids={ids} values={values} teams={teams} own={own} onChange={setValues} />
        {!sameWork(values, person) && <Hint>{t.letsGo}</Hint>}
        <ActionButton action={save} variant="primary" split why="beside" />
        <Why action={save} />
        {!own && <PersonActs person={person} onPassword={onPassword} />}
      </div>
    </Card>
  );
}
