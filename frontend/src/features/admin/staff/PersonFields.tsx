/* Name, role and teams: what is chosen of a person, new or not. */
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Check } from '#shared/ui/Choices.tsx';
import { Hint, SelectField, TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { fitTeams, roles, teamsOf, type Role, type Team } from './staff.ts';
import { staffTexts } from './texts.ts';

export interface PersonValues {
  readonly name: string;
  readonly role: Role;
  readonly team_ids: readonly string[];
}

export interface FieldIds {
  readonly name: string;
  readonly role: string;
  readonly team_ids: string;
}

export const fieldIds = (id: string): FieldIds => ({
  name: `${id}-name`,
  role: `${id}-role`,
  team_ids: `${id}-teams`,
});

interface PersonFieldsProps {
  ids: FieldIds;
  values: PersonValues;
  teams: readonly Team[];
  own?: boolean; /* the caller's own account keeps its role */
  onChange: (values: PersonValues) => void;
}

export function PersonFields({ ids, values, teams, own = false, onChange }: PersonFieldsProps) {
  const t = useTexts(staffTexts);
  return (
    <>
      <TextField
        id={ids.name}
        label={t.name}
        value={values.name}
        onChange={(event) => onChange({ ...values, name: event.target.value })}
      />
      <SelectField
        id={ids.role}
        label={t.role}
        value={values.role}
        disabled={own}
        options={roles.map((value) => ({ value, label: t.roles[value] }))}
        onChange={(event) => {
          const role = event.target.value as Role;
          onChange({ ...values, role, team_ids: fitTeams(role, values.team_ids) });
        }}
        hint={own ? t.own : undefined}
      />
      <TeamChoice id={ids.team_ids} values={values} teams={teams} onChange={onChange} />
    </>
  );
}

interface TeamChoiceProps {
  id: string;
  values: PersonValues;
  teams: readonly Team[];
  onChange: (values: PersonValues) => void;
}

function TeamChoice({ id, values, teams, onChange }: TeamChoiceProps) {
  const t = useTexts(staffTexts);
  const count = teamsOf(values.role);
  if (count === 'none') return null;
  if (count === 'one')
    return (
      <SelectField
        id={id}
        label={t.team}
        hint={t.agentTeam}
        value={values.team_ids[0] ?? ''}
        options={[
          { value: '', label: t.chooseTeam },
          ...teams.map((team) => ({ value: team.id, label: team.name })),
        ]}
        onChange={(event) =>
          onChange({ ...values, team_ids: event.target.value ? [event.target.value] : [] })
        }
      />
    );
  const toggle = (team: string, on: boolean) =>
    onChange({
      ...values,
      team_ids: on ? [...values.team_ids, team] : values.team_ids.filter((other) => other !== team),
    });
  return (
    <div className={l.stack} id={id} role="group" aria-label={t.bossTeams} tabIndex={-1}>
      <Hint>{t.bossTeams}</Hint>
      {teams.map((team) => (
        <Check
          key={team.id}
          label={team.name}
          checked={values.team_ids.includes(team.id)}
          onChange={(on) => toggle(team.id, on)}
        />
      ))}
    </div>
  );
}
