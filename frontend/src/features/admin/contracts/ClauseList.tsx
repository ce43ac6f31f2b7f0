/* The clauses in their order, with what differs from the version before. Alt+↑↓ move the chosen one. */
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton, Button } from '#shared/ui/Button.tsx';
import { Hint } from '#shared/ui/Field.tsx';
import { Kbd } from '#shared/ui/Kbd.tsx';
import l from '#shared/ui/layout.module.css';
import { Count, Status } from '#shared/ui/Status.tsx';
import s from './contracts.module.css';
import { changeOf, goneOf, moved, type Clause } from './difference.ts';
import { contractTexts } from './texts.ts';

interface ClauseListProps {
  clauses: readonly Clause[];
  before: readonly Clause[] | undefined;
  at: number;
  editable: boolean;
  onChoose: (at: number) => void;
  onChange: (clauses: readonly Clause[], at: number) => void;
}

const fresh: Clause = {
  title: '',
  kind: 'statement',
  text: '',
  fatal_when_not_literal: false,
  accepts: [],
  never: [],
};

export function ClauseList({ clauses, before, at, editable, onChoose, onChange }: ClauseListProps) {
  const t = useTexts(contractTexts);
  const move = (step: 1 | -1): Action => ({
    id: `contract.move${step}`,
    label: step < 0 ? t.up : t.down,
    key: step < 0 ? 'Alt+ArrowUp' : 'Alt+ArrowDown',
    enabled: editable && clauses[at + step] !== undefined,
    run: () => onChange(moved(clauses, at, step), at + step),
  });
  const remove: Action = {
    id: 'contract.remove',
    label: t.remove,
    enabled: editable && clauses[at] !== undefined,
    run: () =>
      onChange(
        clauses.filter((_, n) => n !== at),
        Math.max(0, at - 1),
      ),
  };
  useActions(editable ? [move(-1), move(1), remove] : []);
  return (
    <nav className={l.pane} aria-label={t.clauses} tabIndex={0}>
      <header>
        <h2>{t.clauses}</h2>
        <Count>{clauses.length}</Count>
        {editable && (
          <Button
            variant="quiet"
            icon="plus"
            className={l.end}
            onClick={() => onChange([...clauses, fresh], clauses.length)}
          >
            {t.add}
          </Button>
        )}
      </header>
      <ol className={s.clauses}>
        {clauses.map((clause, n) => (
          <li key={n}>
            <button type="button" aria-current={n === at || undefined} onClick={() => onChoose(n)}>
              <span className={l.clip}>{`${n + 1} ${clause.title || t.untitled}`}</span>
              <Mark clause={clause} before={before} place={n} />
            </button>
          </li>
        ))}
        {before &&
          goneOf(before, clauses).map((clause) => (
            <li key={`gone ${clause.title}`} className={s.gone}>
              <Status shape="off">{t.gone(clause.title)}</Status>
            </li>
          ))}
      </ol>
      {editable && (
        <div className={s.moves}>
          <Hint>
            {t.move} <Kbd of="Alt+ArrowUp" /> <Kbd of="Alt+ArrowDown" />
          </Hint>
          <ActionButton action={remove} variant="quiet" />
        </div>
      )}
    </nav>
  );
}

function Mark({
  clause,
  before,
  place,
}: {
  clause: Clause;
  before: readonly Clause[] | undefined;
  place: number;
}) {
  const t = useTexts(contractTexts);
  const change = before ? changeOf(before, clause, place) : 'same';
  if (change === 'changed') return <Status shape="wrapUp">{t.changed}</Status>;
  if (change === 'new') return <Status shape="wrapUp">{t.fresh}</Status>;
  return clause.kind === 'question' ? <span className={l.meta}>{t.question}</span> : null;
}
