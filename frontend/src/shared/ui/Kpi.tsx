/* Figures with their target. A figure that is old is grey and says its age; one that is missing says why. */
import type { ReactNode } from 'react';
import { formatSpan } from '../format/formats.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { cx } from './cx.ts';
import s from './Kpi.module.css';
import { Status } from './Status.tsx';
import { uiTexts } from './texts.ts';

export function Kpis({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <div className={s.kpis} role="group" aria-label={label}>
      {children}
    </div>
  );
}

interface KpiProps {
  name: string;
  value: ReactNode;
  tone?: 'ok' | 'warn' | 'bad';
  note?: ReactNode; /* target and difference, or why there is no figure */
  age_ms?: number; /* given only when the figure is old */
  /* What a click opens: the filtered list. Spread into a link by the caller's router. */
  href?: string;
  onOpen?: () => void;
}

export function Kpi({ name, value, tone, note, age_ms, href, onOpen }: KpiProps) {
  const t = useTexts(uiTexts);
  const inside = (
    <>
      <span className={s.name}>{name}</span>
      <span className={s.value}>{value}</span>
      <span className={s.note}>
        {age_ms !== undefined ? (
          <Status shape="stale">{t.staleFor(formatSpan(age_ms))}</Status>
        ) : tone ? (
          <Status shape={tone}>{note}</Status>
        ) : (
          note
        )}
      </span>
    </>
  );
  const look = cx(s.kpi, age_ms !== undefined && s.stale);
  if (!href) return <div className={look}>{inside}</div>;
  return (
    <a
      className={look}
      href={href}
      onClick={(event) => {
        if (!onOpen || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        onOpen();
      }}
    >
      {inside}
    </a>
  );
}
