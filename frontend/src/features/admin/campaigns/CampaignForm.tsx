import { useId, useState } from 'react';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton, Why } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { Check } from '#shared/ui/Choices.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Hint, SelectField, TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { showToast } from '#shared/ui/toasts.ts';
import type { Campaign } from '../campaigns.ts';
import { useTeams } from '../staff/staff.ts';
import { Families, Hours } from './CampaignParts.tsx';
import { editOf, empty, type CampaignEdit } from './form.ts';
import { campaignTexts } from './texts.ts';

interface CampaignFormProps {
  campaign?: Campaign; /* none: a new one */
  onSaved: (id: string) => void;
}

export function CampaignForm({ campaign, onSaved }: CampaignFormProps) {
  const t = useTexts(campaignTexts);
  const id = useId();
  const before = campaign ? editOf(campaign) : empty;
  const [values, setValues] = useState(before);
  const send = useCommand({
    run: (body: CampaignEdit, { headers }) =>
      ok(
        campaign
          ? api.PUT('/campaigns/{id}', {
              body,
              params: { path: { id: campaign.id }, header: ifMatch(campaign.version) },
            })
          : api.POST('/campaigns', { body, params: { header: headers } }),
      ),
    invalidates: (after) => [['campaigns'], ['campaign', after.id], ['policy', after.id]],
    onDone: (after) => {
      showToast({ text: t.saved });
      onSaved(after.id);
    },
  });
  const save: Action = {
    id: 'campaign.save',
    label: campaign ? t.save : t.create,
    key: 'Ctrl+Enter',
    enabled: JSON.stringify(values) !== JSON.stringify(before),
    whyDisabled: t.unchanged,
    run: () => send.run(values),
  };
  useActions([save]);
  const set = (change: Partial<CampaignEdit>) => setValues({ ...values, ...change });
  const text = (name: 'code' | 'name' | 'operator') => ({
    id: `${id}-${name}`,
    value: values[name],
    onChange: (event: { target: { value: string } }) => set({ [name]: event.target.value }),
  });
  const field = (name: 'code' | 'name' | 'operator' | 'state' | 'families' | 'hours', label: string) => ({
    [name]: { id: `${id}-${name}`, label },
  });
  return (
    <Card title={campaign ? t.about : t.fresh}>
      <div className={l.stackWide}>
        {send.problem && (
          <ErrorSummary
            problem={send.problem}
            count={send.problemCount}
            fields={{
              ...field('code', t.code),
              ...field('name', t.name),
              ...field('operator', t.operator),
              ...field('families', t.families),
              ...field('hours', t.hours),
            }}
          />
        )}
        <TextField label={t.name} {...text('name')} />
        <TextField label={t.code} hint={t.codeHint} autoCapitalize="none" {...text('code')} />
        <TextField label={t.operator} hint={t.operatorHint} {...text('operator')} />
        <SelectField
          label={t.state}
          value={values.state}
          options={(['running', 'paused', 'closed'] as const).map((value) => ({
            value,
            label: t.states[value],
          }))}
          onChange={(event) => set({ state: event.target.value as CampaignEdit['state'] })}
        />
        <TeamChecks values={values} onChange={set} />
        <Families
          id={`${id}-families`}
          families={values.families}
          onChange={(families) => set({ families })}
        />
        <Hours id={`${id}-hours`} hours={values.hours} onChange={(hours) => set({ hours })} />
        <ActionButton action={save} variant="primary" split why="beside" />
        <Why action={save} />
      </div>
    </Card>
  );
}

function TeamChecks({
  values,
  onChange,
}: {
  values: CampaignEdit;
  onChange: (change: Partial<CampaignEdit>) => void;
}) {
  const t = useTexts(campaignTexts);
  const teams = useTeams();
  return (
    <div className={l.stack} role="group" aria-label={t.teams}>
      <Hint>{t.teams}</Hint>
      {teams.data?.items.map((team) => (
        <Check
          key={team.id}
          label={team.name}
          checked={values.team_ids.includes(team.id)}
          onChange={(on) =>
            onChange({
              team_ids: on
                ? [...values.team_ids, team.id]
                : values.team_ids.filter((other) => other !== team.id),
            })
          }
        />
      ))}
    </div>
  );
}
