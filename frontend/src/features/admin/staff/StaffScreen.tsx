/* Who works here, as what and in which team; one person beside the list, to change or to send home. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { asProblem } from '#shared/api/problem.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Button } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { SelectField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty, Failed, Skeleton } from '#shared/ui/States.tsx';
import { Count } from '#shared/ui/Status.tsx';
import a from '../admin.module.css';
import { PasswordOnce } from './PasswordOnce.tsx';
import { PeopleTable } from './PeopleTable.tsx';
import { PersonCard } from './PersonCard.tsx';
import { NewPerson } from './NewPerson.tsx';
import { roles, useStaff, useTeams, type Role, type Staff, type Team } from './staff.ts';
import { Teams } from './Teams.tsx';
import { staffTexts } from './texts.ts';

export default function StaffScreen() {
  const t = useTexts(staffTexts);
  const search: { persona?: string; rol?: Role; equipo?: string } = useSearch({ strict: false });
  const navigate = useNavigate();
  const [shown, setShown] = useState<Staff>(); /* whose temporary password is on the screen */
  const teams = useTeams();
  const people = useStaff({ role: search.rol, team_id: search.equipo });
  const rows = people.data?.pages.flatMap((page) => page.items) ?? [];
  const chosen = rows.find(({ id }) => id === search.persona);
  const go = (change: Record<string, string | undefined>) => {
    const next = Object.entries({ ...search, ...change }).filter(([, value]) => value);
    void navigate({ to: '.', search: Object.fromEntries(next), replace: true });
  };
  return (
    <div className={l.page}>
      <div className={l.pageHead}>
        <h1>{t.title}</h1>
      </div>
      <div className={a.cols}>
        <Card title={t.people} aside={people.data && <Count>{rows.length}</Count>} flush>
          <Filters role={search.rol} team={search.equipo} teams={teams.data?.items ?? []} onChange={go} />
          {people.data ? (
            rows.length > 0 ? (
              <PeopleTable
                people={rows}
                teams={teams.data?.items ?? []}
                chosen={chosen?.id}
                onChoose={(persona) => go({ persona })}
              />
            ) : (
              <Empty title={t.nobody} />
            )
          ) : people.error ? (
            <Failed
              title={t.peopleFailed}
              problem={asProblem(people.error)}
              onRetry={() => void people.refetch()}
            />
          ) : (
            <Skeleton />
          )}
          {people.hasNextPage && (
            <Button
              variant="quiet"
              block
              busy={people.isFetchingNextPage}
              onClick={() => void people.fetchNextPage()}
            >
              {t.more}
            </Button>
          )}
        </Card>
        <div className={l.stackWide}>
          {chosen ? (
            <PersonCard
              key={`${chosen.id} ${chosen.version}`}
              person={chosen}
              teams={teams.data?.items ?? []}
              onClose={() => go({ persona: undefined })}
              onPassword={setShown}
            />
          ) : (
            <NewPerson teams={teams.data?.items ?? []} onMade={setShown} />
          )}
          <Teams query={teams} />
        </div>
      </div>
      {shown && <PasswordOnce person={shown} onClose={() => setShown(undefined)} />}
    </div>
  );
}

interface FiltersProps {
  role: Role | undefined;
  team: string | undefined;
  teams: readonly Team[];
  onChange: (change: Record<string, string>) => void;
}

function Filters({ role, team, teams, onChange }: FiltersProps) {
  const t = useTexts(staffTexts);
  return (
    <div className={a.filters}>
      <SelectField
        label={t.role}
        value={role ?? ''}
        options={[
          { value: '', label: t.anyRole },
          ...roles.map((value) => ({ value, label: t.roles[value] })),
        ]}
        onChange={(event) => onChange({ rol: event.target.value })}
      />
      <SelectField
        label={t.team}
        value={team ?? ''}
        options={[
          { value: '', label: t.anyTeam },
          ...teams.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={(event) => onChange({ equipo: event.target.value })}
      />
    </div>
  );
}
