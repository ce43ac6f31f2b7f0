/* A native table that scrolls in its card. Rows are given as <tr> by the screen; `rowLook` marks the chosen one.
   Under a pointer the order must hold: screens sort by what does not change each second, or hold while hovering. */
import type { ReactNode } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import s from './Table.module.css';
import { uiTexts } from './texts.ts';

export function Table({
  label,
  children,
  className,
}: {
  label: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <div className={cx(s.wrap, className)} tabIndex={0} role="group" aria-label={label}>
      <table className={s.table}>{children}</table>
    </div>
  );
}

export const tableLook = {
  num: s.num ?? '',
  selected: s.selected ?? '',
  group: s.group ?? '',
  act: s.act ?? '',
};

export interface Sort<Column extends string = string> {
  readonly by: Column;
  readonly down: boolean;
}

interface SortHeadProps<Column extends string> {
  column: Column;
  sort: Sort<Column>;
  onSort: (sort: Sort<Column>) => void;
  num?: boolean;
  children: string;
}

export function SortHead<Column extends string>({
  column,
  sort,
  onSort,
  num,
  children,
}: SortHeadProps<Column>) {
  const t = useTexts(uiTexts);
  const on = sort.by === column;
  return (
    <th
      scope="col"
      className={num ? s.num : undefined}
      aria-sort={on ? (sort.down ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        className={cx(s.sort, on && !sort.down && s.up)}
        title={t.sort(children)}
        onClick={() => onSort({ by: column, down: on ? !sort.down : false })}
      >
        {children}
        {on && <Icon name="down" />}
      </button>
    </th>
  );
}
