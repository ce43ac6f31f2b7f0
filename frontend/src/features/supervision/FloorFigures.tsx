/* Six figures with what they are held against. */
import { formatClock, formatDecimal, formatInteger, formatPercent } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Kpi, Kpis } from '#shared/ui/Kpi.tsx';
import { figure, type Floor } from './figures.ts';
import { floorTexts } from './texts.ts';

const MS_PER_HOUR = 3_600_000;
const clock = (ms: number) => formatClock(Math.round(ms / 1000));

export function FloorFigures({ floor }: { floor: Floor }) {
  const t = useTexts(floorTexts);
  const { definitions, targets } = floor;
  const counters = floor.figures.n;
  const value = (name: string) => figure(definitions[name], counters);
  const count = (name: string) => formatInteger(value(name) ?? 0);

  const products = value('products') ?? 0;
  const productivity = value('productivity');
  const aht = value('aht_effective');
  const ahtBackoffice = value('aht_backoffice');
  const abandonment = value('abandonment');
  return (
    <Kpis label={t.figures}>
      <Kpi
        name={t.products}
        value={formatInteger(products)}
        tone={products >= targets.products ? 'ok' : 'warn'}
        note={t.target(formatInteger(targets.products))}
      />
      <Kpi
        name={t.productivity}
        value={productivity === undefined ? t.none : formatDecimal(productivity)}
        note={
          productivity === undefined
            ? t.noneYet
            : t.productivityNote(formatDecimal((value('productive_time') ?? 0) / MS_PER_HOUR))
        }
      />
      <Kpi
        name={t.answered}
        value={count('answered')}
        note={t.answeredNote(count('effective'), count('non_effective'))}
      />
      <Kpi
        name={t.aht}
        value={aht === undefined ? t.none : clock(aht)}
        {...(aht === undefined ? {} : { tone: aht <= targets.aht_ms ? 'ok' : 'warn' })}
        note={aht === undefined ? t.noneYet : t.atMost(clock(targets.aht_ms))}
      />
      <Kpi
        name={t.ahtBackoffice}
        value={ahtBackoffice === undefined ? t.none : clock(ahtBackoffice)}
        note={ahtBackoffice === undefined ? t.noneYet : t.ahtBackofficeNote}
      />
      <Kpi
        name={t.abandonment}
        value={abandonment === undefined ? t.none : formatPercent(abandonment)}
        note={
          abandonment === undefined
            ? t.noneYet
            : t.abandonmentNote(formatInteger(counters['calls_abandoned'] ?? 0))
        }
      />
    </Kpis>
  );
}
