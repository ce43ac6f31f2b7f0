/* The live page: today's figures, and every agent's state within a second of the fact. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { asProblem } from '#shared/api/problem.ts';
import { formatLongDay, formatMoment, formatTimeSeconds } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { useNow } from '#shared/useNow.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { Button } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { SelectField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty, Failed, Skeleton } from '#shared/ui/States.tsx';
import { Count, StatusShape } from '#shared/ui/Status.tsx';
import { AgentTable } from './AgentTable.tsx';
import { countByState, type AgentStateName, type Floor } from './figures.ts';
import s from './floor.module.css';
import { FloorFigures } from './FloorFigures.tsx';
import { stateShapes } from './stateShapes.ts';
import { floorTexts } from './texts.ts';
import { useFloor } from './useFloor.ts';

const shownStates = [
  'available',
  'ringing',
  'talking',
  'wrap_up',
  'task',
  'break',
  'no_line',
  'offline',
] as const;

interface FloorSearch {
  campana?: string;
  estado?: AgentStateName;
}

export default function FloorScreen() {
  const t = useTexts(floorTexts);
  const { language } = usePreferences();
  const { campana, estado }: FloorSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const floor = useFloor(campana);
  const now_ms = useNow();
  const filter = (change: Record<string, string | undefined>) =>
    void navigate({ to: '.', search: (old: object) => ({ ...old, ...change }), replace: true });

  return (
    <div className={l.page}>
      <div className={l.pageHead}>
        <h1>{t.title}</h1>
        <span className={l.meta} aria-live="off">
          {formatLongDay(now_ms, language)}, {formatTimeSeconds(now_ms)}
        </span>
        <div className={l.end}>
          <CampaignFilter value={campana} onChange={(value) => filter({ campana: value })} />
        </div>
      </div>
      {floor.data ? (
        <FloorBody
          floor={floor.data}
          state={estado}
          now_ms={now_ms}
          onState={(value) => filter({ estado: value })}
        />
      ) : floor.error ? (
        <Failed title={t.failed} problem={asProblem(floor.error)} onRetry={() => void floor.refetch()} />
      ) : (
        <Skeleton lines={12} />
      )}
    </div>
  );
}

function CampaignFilter({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (campaignId: string | undefined) => void;
}) {
  const t = useTexts(floorTexts);
  const campaigns = useQuery({
    queryKey: ['campaigns'],
    queryFn: () => ok(api.GET('/campaigns', { params: { query: { limit: 200 } } })),
  });
  const options = [
    { value: '', label: t.everyCampaign },
    ...(campaigns.data?.items ?? []).map((campaign) => ({ value: campaign.id, label: campaign.name })),
  ];
  return (
    <SelectField
      className={s.filter}
      label={t.campaign}
      value={value ?? ''}
      options={options}
      onChange={(event) => onChange(event.target.value || undefined)}
    />
  );
}

interface FloorBodyProps {
  floor: Floor;
  state: AgentStateName | undefined;
  now_ms: number;
  onState: (state: AgentStateName | undefined) => void;
}

function FloorBody({ floor, state, now_ms, onState }: FloorBodyProps) {
  const t = useTexts(floorTexts);
  const agents = state ? floor.agents.filter((agent) => agent.state === state) : floor.agents;
  return (
    <div className={l.stackWide}>
      <DialingNotice floor={floor} />
      <FloorFigures floor={floor} />
      <StateFilter floor={floor} state={state} onState={onState} />
      <Card
        title={t.agents}
        aside={
          <>
            <Count>{agents.length}</Count>
            <span className={l.meta}>{t.orderHolds}</span>
          </>
        }
        flush
      >
        {agents.length > 0 ? (
          <AgentTable agents={agents} floor={floor} now_ms={now_ms} />
        ) : floor.agents.length === 0 ? (
          <Empty title={t.noAgents}>{t.noAgentsWhy}</Empty>
        ) : (
          <Empty
            title={t.noneInState}
            action={<Button onClick={() => onState(undefined)}>{t.showAll}</Button>}
          />
        )}
      </Card>
    </div>
  );
}

function DialingNotice({ floor }: { floor: Floor }) {
  const t = useTexts(floorTexts).dialing;
  const { language } = usePreferences();
  const dialing = floor.dialing;
  if (!dialing || dialing.open) return null;
  const from = dialing.from ? formatMoment(dialing.from, language) : undefined;
  switch (dialing.reason) {
    case 'line_down':
      return <Banner tone="bad">{t.lineDown}</Banner>;
    case 'no_leads':
      return <Banner tone="plain">{from ? t.noLeadsUntil(from) : t.noLeads}</Banner>;
    case 'outside_hours':
      return <Banner tone="plain">{from ? t.closedUntil(from) : t.closed}</Banner>;
    default:
      return <Banner tone="plain">{t.other}</Banner>;
  }
}

function StateFilter({ floor, state, onState }: Omit<FloorBodyProps, 'now_ms'>) {
  const t = useTexts(floorTexts);
  const counts = countByState(floor.agents);
  const [seen] = useState(
    () => new Set<AgentStateName>(['available', 'talking', 'wrap_up', 'task', 'break', 'offline']),
  );
  return (
    <div className={s.states} role="group" aria-label={t.byState}>
      <Button aria-pressed={!state} onClick={() => onState(undefined)}>
        {t.all} <b>{floor.agents.length}</b>
      </Button>
      {shownStates
        .filter((name) => seen.has(name) || counts.has(name))
        .map((name) => (
          <Button
            key={name}
            aria-pressed={state === name}
            onClick={() => onState(state === name ? undefined : name)}
          >
            <StatusShape shape={stateShapes[name]} />
            {t.states[name]} <b>{counts.get(name) ?? 0}</b>
          </Button>
        ))}
    </div>
  );
}
