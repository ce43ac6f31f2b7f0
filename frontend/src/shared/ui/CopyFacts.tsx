/* Values that are carried by hand into another program: each is copied by its button, or by Alt+1 … Alt+9. */
import { Fragment } from 'react';
import { useTexts } from '../i18n/useTexts.ts';
import type { Key } from '../keys/keyNames.ts';
import type { Action } from '../keys/registry.ts';
import { useActions } from '../keys/useActions.ts';
import { ActionButton } from './Button.tsx';
import l from './layout.module.css';
import { uiTexts } from './texts.ts';
import { showToast } from './toasts.ts';

export interface CopyFact {
  readonly id: string;
  readonly label: string;
  readonly value: string;
}

export function CopyFacts({ rows }: { rows: readonly CopyFact[] }) {
  const t = useTexts(uiTexts);
  const actions = rows.map(({ id, label, value }, index): Action => ({
    id: `copy.${id}`,
    label: t.copyValue(label),
    ...(index < 9 ? { key: `Alt+${index + 1}` as Key } : {}),
    quiet: true,
    run: () =>
      navigator.clipboard.writeText(value).then(
        () => showToast({ text: t.copiedValue(label) }),
        () => showToast({ text: t.notCopied, tone: 'bad' }),
      ),
  }));
  useActions(actions);
  return (
    <dl className={`${l.facts} ${l.copies}`}>
      {rows.map(({ id, label, value }, index) => {
        const action = actions[index];
        return (
          <Fragment key={id}>
            <dt>{label}</dt>
            <dd>{value}</dd>
            <dd>
              {action && (
                <ActionButton action={action}>
                  <span className={l.vh}>{action.label}</span>
                  <span aria-hidden>{t.copy}</span>
                </ActionButton>
              )}
            </dd>
          </Fragment>
        );
      })}
    </dl>
  );
}
