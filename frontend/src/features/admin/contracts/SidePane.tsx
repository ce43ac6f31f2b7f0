/* What changed in the chosen clause, and how an agent will read it. */
import { useTexts } from '#shared/i18n/useTexts.ts';
import l from '#shared/ui/layout.module.css';
import { Status } from '#shared/ui/Status.tsx';
import s from './contracts.module.css';
import type { Contract, Preview } from './contracts.ts';
import { originOf, secondsOf, wordDifference, type Clause } from './difference.ts';
import { contractTexts } from './texts.ts';

interface SidePaneProps {
  clause: Clause;
  place: number;
  before: Contract | undefined;
  preview: Preview['clauses'][number] | undefined;
  problems: number;
}

export function SidePane({ clause, place, before, preview, problems }: SidePaneProps) {
  const t = useTexts(contractTexts);
  const spoken = preview?.parts.map(({ text }) => text).join('') ?? '';
  return (
    <section className={l.pane} aria-label={t.preview} tabIndex={0}>
      <header>
        <h2>{before ? t.difference(before.number) : t.noBefore}</h2>
      </header>
      <div className={s.side}>
        {before && <Difference was={originOf(before.clauses, clause, place)?.text ?? ''} is={clause.text} />}
        <h3>{t.preview}</h3>
        <p className={s.preview}>
          {preview?.parts.map((part, n) =>
            part.field ? (
              <mark key={n} className={s.merge}>
                {part.text}
              </mark>
            ) : (
              <span key={n}>{part.text}</span>
            ),
          )}
        </p>
        <p className={l.meta}>{t.sample(secondsOf(spoken))}</p>
        {problems > 0 ? (
          <Status shape="bad">{t.incomplete(problems)}</Status>
        ) : (
          <Status shape="ok">{t.complete}</Status>
        )}
      </div>
    </section>
  );
}

function Difference({ was, is }: { was: string; is: string }) {
  const t = useTexts(contractTexts);
  if (was === is) return <p className={l.soft}>{t.same}</p>;
  const pieces = wordDifference(was, is);
  return (
    <div className={s.twice}>
      <span role="img" aria-label={t.before}>
        −
      </span>
      <p>
        {pieces.map(({ kind, text }, n) =>
          kind === 'gone' ? <del key={n}>{text}</del> : kind === 'same' ? <span key={n}>{text}</span> : null,
        )}
      </p>
      <span role="img" aria-label={t.after}>
        +
      </span>
      <p>
        {pieces.map(({ kind, text }, n) =>
          kind === 'new' ? <ins key={n}>{text}</ins> : kind === 'same' ? <span key={n}>{text}</span> : null,
        )}
      </p>
    </div>
  );
}
