import { Fragment, type ReactNode } from 'react';
import l from './layout.module.css';

export interface FactRow {
  readonly label: string;
  readonly value: ReactNode;
}

/* What is known, as text: label left, value right. */
export function Facts({ rows }: { rows: readonly FactRow[] }) {
  return (
    <dl className={l.facts}>
      {rows.map(({ label, value }) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
