/* The floor as it stands: the server's one reading, and what later messages add to it. Figures are computed by the
   definitions that come with the reading; none is written down here. */
import type { components } from '#shared/api/schema.d.ts';
import type { LiveEvent } from '#shared/live/events.ts';

type Schemas = components['schemas'];
export type Floor = Schemas['Floor'];
export type FloorAgent = Floor['agents'][number];
export type AgentStateName = Schemas['AgentStateName'];
export type Counters = Readonly<Record<string, number>>;
type Definition = Schemas['FigureDefinition'];

const MS_PER_HOUR = 3_600_000;

function weigh(weights: Counters, counters: Counters): number {
  return Object.entries(weights).reduce((sum, [name, weight]) => sum + weight * (counters[name] ?? 0), 0);
}

const perUnit: Record<Definition['unit'], number> = {
  count: 1,
  ms: 1,
  ratio: 1,
  per_hour: MS_PER_HOUR,
  per_hundred: 100,
};

/* Undefined when its denominator is still 0. */
export function figure(definition: Definition | undefined, counters: Counters): number | undefined {
  if (!definition) return undefined;
  const above = weigh(definition.numerator, counters);
  if (Object.keys(definition.denominator).length === 0) return above;
  const below = weigh(definition.denominator, counters);
  return below === 0 ? undefined : (above / below) * perUnit[definition.unit];
}

export function add(counters: Counters, change: Counters): Counters {
  const sum: Record<string, number> = { ...counters };
  for (const [name, n] of Object.entries(change)) sum[name] = (sum[name] ?? 0) + n;
  return sum;
}

interface StateData {
  readonly state: AgentStateName;
  readonly reason?: FloorAgent['reason'];
  readonly break_until?: number;
  readonly since: number;
  readonly agent_id?: string;
}

interface KpiData {
  readonly n: Counters;
  readonly agent_id?: string;
  readonly campaign_id?: string;
}

function withAgent(floor: Floor, id: string, change: (agent: FloorAgent) => FloorAgent): Floor {
  return { ...floor, agents: floor.agents.map((agent) => (agent.id === id ? change(agent) : agent)) };
}

/* What one message makes of the floor; undefined when the floor must be read anew. */
export function fold(floor: Floor, event: LiveEvent, campaignId?: string): Floor | undefined {
  if (event.seq !== undefined && event.seq <= floor.seq) return floor;
  if (event.type === 'agent.state') {
    const data = event.data as unknown as StateData;
    const id = data.agent_id ?? event.subject?.id ?? '';
    if (!floor.agents.some((agent) => agent.id === id)) return undefined;
    return withAgent(floor, id, (agent) => {
      const next = { ...agent, state: data.state, since: data.since };
      delete next.reason;
      delete next.break_until;
      return {
        ...next,
        ...(data.reason && { reason: data.reason }),
        ...(data.break_until && { break_until: data.break_until }),
      };
    });
  }
  if (event.type === 'kpi.changed') {
    const { n, agent_id, campaign_id } = event.data as unknown as KpiData;
    if (campaignId && campaign_id && campaign_id !== campaignId) return floor;
    if (agent_id && !floor.agents.some((agent) => agent.id === agent_id)) return floor;
    const figures = { ...floor.figures, n: add(floor.figures.n, n) };
    const changed = { ...floor, figures };
    return agent_id ? withAgent(changed, agent_id, (agent) => ({ ...agent, n: add(agent.n, n) })) : changed;
  }
  return floor;
}

/* Longest in their state first; who is offline last. */
export function byTimeInState(agents: readonly FloorAgent[]): FloorAgent[] {
  const away = (agent: FloorAgent) => (agent.state === 'offline' ? 1 : 0);
  return [...agents].sort(
    (a, b) => away(a) - away(b) || a.since - b.since || a.name.localeCompare(b.name, 'es'),
  );
}

/* Keeps the rows where they are (under the pointer) while their contents change; new ones come last. */
export function inOrderOf(order: readonly string[], agents: readonly FloorAgent[]): FloorAgent[] {
  const place = new Map(order.map((id, index) => [id, index]));
  return [...agents].sort((a, b) => (place.get(a.id) ?? order.length) - (place.get(b.id) ?? order.length));
}

export function countByState(agents: readonly FloorAgent[]): ReadonlyMap<AgentStateName, number> {
  const counts = new Map<AgentStateName, number>();
  for (const agent of agents) counts.set(agent.state, (counts.get(agent.state) ?? 0) + 1);
  return counts;
}
