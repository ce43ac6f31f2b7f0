import { useTexts } from '#shared/i18n/useTexts.ts';
import { Button } from '#shared/ui/Button.tsx';
import { Status } from '#shared/ui/Status.tsx';
import { Table, tableLook } from '#shared/ui/Table.tsx';
import type { Staff, Team } from './staff.ts';
import { staffTexts } from './texts.ts';

interface PeopleTableProps {
  people: readonly Staff[];
  teams: readonly Team[];
  chosen: string | undefined;
  onChoose: (id: string) => void;
}

export function PeopleTable({ people, teams, chosen, onChoose }: PeopleTableProps) {
  const t = useTexts(staffTexts);
  const nameOf = (id: string) => teams.find((team) => team.id === id)?.name ?? '';
  return (
    <Table label={t.peopleTable}>
      <thead>
        <tr>
          <th scope="col">{t.name}</th>
          <th scope="col">{t.username}</th>
          <th scope="col">{t.role}</th>
          <th scope="col">{t.team}</th>
          <th scope="col">{t.state}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.id} className={person.id === chosen ? tableLook.selected : undefined}>
            <th scope="row">
              <Button variant="quiet" aria-label={t.open(person.name)} onClick={() => onChoose(person.id)}>
                {person.name}
              </Button>
            </th>
            <td>{person.username}</td>
            <td>{t.roles[person.role]}</td>
            <td>{person.team_ids.map(nameOf).join(', ')}</td>
            <td>
              <Standing person={person} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

export function Standing({ person }: { person: Staff }) {
  const t = useTexts(staffTexts);
  if (!person.active) return <Status shape="off">{t.inactive}</Status>;
  if (person.password_is_temporary) return <Status shape="wait">{t.temporary}</Status>;
  return <Status shape="ok">{t.active}</Status>;
}
