/* Agents by time in their state. While the pointer is over the table the order holds; contents go on. */
import { memo, useState } from 'react';
import { formatClock, formatInteger } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Status } from '#shared/ui/Status.tsx';
import { Table, tableLook } from '#shared/ui/Table.tsx';
import { byTimeInState, figure, inOrderOf, type Floor, type FloorAgent } from './figures.ts';
import { stateShapes } from './stateShapes.ts';
import { floorTexts } from './texts.ts';

interface AgentTableProps {
  agents: readonly FloorAgent[];
  floor: Floor;
  now_ms: number;
}

export function AgentTable({ agents, floor, now_ms }: AgentTableProps) {
  const t = useTexts(floorTexts);
  const [held, setHeld] = useState<readonly string[]>();
  const rows = held ? inOrderOf(held, agents) : byTimeInState(agents);
  return (
    <div
      onPointerEnter={() => setHeld(byTimeInState(agents).map((agent) => agent.id))}
      onPointerLeave={() => setHeld(undefined)}
    >
      <Table label={t.agentsTable}>
        <thead>
          <tr>
            <th scope="col">{t.agent}</th>
            <th scope="col">{t.state}</th>
            <th scope="col" className={tableLook.num} aria-sort="descending">
              {t.inState}
            </th>
            <th scope="col">{t.detail}</th>
            <th scope="col">{t.team}</th>
            <th scope="col" className={tableLook.num}>
              {t.products}
            </th>
            <th scope="col" className={tableLook.num}>
              {t.average}
            </th>
            <th scope="col" className={tableLook.num}>
              {t.answered}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((agent) => (
            <AgentRow
              key={agent.id}
              agent={agent}
              targets={floor.targets}
              definitions={floor.definitions}
              seconds={Math.max(0, Math.floor((now_ms - agent.since) / 1000))}
            />
          ))}
        </tbody>
      </Table>
    </div>
  );
}

interface AgentRowProps {
  agent: FloorAgent;
  targets: Floor['targets'];
  definitions: Floor['definitions'];
  seconds: number;
}

const AgentRow = memo(function AgentRow({ agent, targets, definitions, seconds }: AgentRowProps) {
  const t = useTexts(floorTexts);
  const isLong = agent.state === 'talking' && seconds * 1000 > targets.long_call_ms;
  const isOver = agent.break_until !== undefined && agent.since + seconds * 1000 > agent.break_until;
  const aht_ms = figure(definitions['aht_all'], agent.n);
  return (
    <tr>
      <th scope="row">{agent.name}</th>
      <td>
        <Status shape={stateShapes[agent.state]}>{t.states[agent.state]}</Status>
      </td>
      <td className={tableLook.num}>
        {isLong || isOver ? <Status shape="warn">{formatClock(seconds)}</Status> : formatClock(seconds)}
      </td>
      <td>
        {isLong ? t.longCall : agent.reason ? t.reasons[agent.reason] : ''}
        {isOver && <small>{t.breakOver}</small>}
      </td>
      <td>{agent.team_name ?? ''}</td>
      <td className={tableLook.num}>
        {t.ofTarget(
          formatInteger(agent.n['products_submitted'] ?? 0),
          formatInteger(targets.products_per_day),
        )}
      </td>
      <td className={tableLook.num}>
        {aht_ms === undefined ? t.none : formatClock(Math.round(aht_ms / 1000))}
      </td>
      <td className={tableLook.num}>{formatInteger(agent.n['calls_answered'] ?? 0)}</td>
    </tr>
  );
});
