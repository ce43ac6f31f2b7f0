/* The agent's own day against the target of products. */
import { formatClock, formatInteger, formatLongDay, formatSpan, formatTime } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { useNow } from '#shared/useNow.ts';
import { Card } from '#shared/ui/Card.tsx';
import l from '#shared/ui/layout.module.css';
import { Status } from '#shared/ui/Status.tsx';
import s from './agent.module.css';
import { dayOf, PRODUCTS_A_DAY } from './day.ts';
import type { Desk } from './desk.ts';
import { agentTexts } from './texts.ts';

export function Today({ desk }: { desk: Desk }) {
  const t = useTexts(agentTexts).today;
  const { language } = usePreferences();
  const now_ms = useNow();
  const day = dayOf(desk, now_ms);
  const clock = (ms: number | undefined) => (ms === undefined ? t.none : formatClock(ms / 1000));
  const rows: [string, string][] = [
    [t.net, formatInteger(day.net)],
    [t.answered, formatInteger(day.answered)],
    [t.effective, formatInteger(day.effective)],
    [t.nonEffective, formatInteger(day.nonEffective)],
    [t.ahtEffective, clock(day.ahtEffective_ms)],
    [t.aht, clock(day.aht_ms)],
    [t.productive, formatSpan(day.productive_ms)],
    [t.breaks, formatSpan(day.break_ms)],
  ];
  return (
    <Card
      title={t.title}
      aside={
        <span className={`${l.meta} ${l.end}`}>
          {formatLongDay(now_ms, language)}, {formatTime(now_ms)}
        </span>
      }
    >
      <div className={l.stack}>
        <div className={s.goal}>
          <h3>{t.products}</h3>
          <div className={`${l.row} ${l.between}`}>
            <b>{t.of(day.products, PRODUCTS_A_DAY)}</b>
            {day.products >= PRODUCTS_A_DAY && <Status shape="ok">{t.reached}</Status>}
          </div>
          <progress
            max={PRODUCTS_A_DAY}
            value={Math.min(day.products, PRODUCTS_A_DAY)}
            aria-label={t.progress(day.products, PRODUCTS_A_DAY)}
          />
          <span className={l.meta}>{t.target(PRODUCTS_A_DAY)}</span>
        </div>
        <dl className={s.figures}>
          {rows.map(([name, value]) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Card>
  );
}
