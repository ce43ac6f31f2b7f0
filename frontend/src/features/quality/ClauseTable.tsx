/* Every clause with its second and how it stands; below, what the analyst noted. */
import { useEffect, useRef } from 'react';
import { formatClock } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import l from '#shared/ui/layout.module.css';
import { Status } from '#shared/ui/Status.tsx';
import { Table, tableLook } from '#shared/ui/Table.tsx';
import { isHeard, type Reading, type Span } from './listening.ts';
import s from './quality.module.css';
import { qualityTexts } from './texts.ts';
import { isFatal, type Exception } from './verdict.ts';

interface ClauseTableProps {
  reading: Reading;
  clauses: readonly Span[];
  current: number;
  heard: readonly Span[];
  exceptions: readonly Exception[];
  fatalClauses: readonly number[];
  onGo: (clause: number) => void;
}

export function ClauseTable({ reading, clauses, current, onGo, ...stand }: ClauseTableProps) {
  const t = useTexts(qualityTexts).review;
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    void row.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <Table label={t.clauses} className={s.clauses}>
      <thead>
        <tr>
          <th scope="col">{t.start}</th>
          <th scope="col">{t.clauseColumn}</th>
          <th scope="col">{t.result}</th>
        </tr>
      </thead>
      <tbody>
        {clauses.map((span, index) => (
          <tr
            key={index}
            ref={index === current ? row : undefined}
            className={index === current ? tableLook.selected : undefined}
            aria-current={index === current ? 'step' : undefined}
            onClick={() => onGo(index)}
          >
            <td>{formatClock(span.from_ms / 1000)}</td>
            <td className={l.clip}>
              {`${index + 1} ${reading.clauses[index]?.title ?? ''}`}
              {reading.clauses[index]?.kind === 'question' && (
                <span className={l.meta}>{` · ${t.question}`}</span>
              )}
            </td>
            <td>
              <Result clause={index} span={span} {...stand} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

interface ResultProps {
  clause: number;
  span: Span;
  heard: readonly Span[];
  exceptions: readonly Exception[];
  fatalClauses: readonly number[];
}

function Result({ clause, span, heard, exceptions, fatalClauses }: ResultProps) {
  const t = useTexts(qualityTexts).review;
  const there = exceptions.filter((exception) => exception.clause === clause);
  const fatal = there.find((exception) => isFatal(exception, fatalClauses));
  const shown = fatal ?? there[0];
  if (shown)
    return (
      <Status shape={fatal ? 'bad' : 'warn'}>
        {fatal ? t.fatal(t.kinds[shown.kind]) : t.kinds[shown.kind]}
        {there.length > 1 && t.more(there.length - 1)}
      </Status>
    );
  return isHeard(heard, span) ? (
    <Status shape="ok" plain className={s.heard}>
      {t.heard}
    </Status>
  ) : (
    <Status shape="wait">{t.toHear}</Status>
  );
}
