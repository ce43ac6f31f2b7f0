/* Two people edited the same: what each has, and whose stays. */
import { Fragment } from 'react';
import { formatTime } from '../format/formats.ts';
import { useTexts } from '../i18n/useTexts.ts';
import { Button } from './Button.tsx';
import { Dialog, DialogActions } from './Dialog.tsx';
import l from './layout.module.css';
import { uiTexts } from './texts.ts';

export interface Difference {
  readonly field: string;
  readonly label: string;
  readonly theirs: string;
  readonly mine: string;
}

interface DifferenceDialogProps {
  title: string; /* «Ana Borrador cambió esta venta» */
  at_ms?: number;
  differences: readonly Difference[];
  onKeepTheirs: () => void;
  onKeepMine: () => void;
}

export function DifferenceDialog({
  title,
  at_ms,
  differences,
  onKeepTheirs,
  onKeepMine,
}: DifferenceDialogProps) {
  const t = useTexts(uiTexts).difference;
  return (
    <Dialog title={title} alert>
      <p className={l.soft}>{at_ms === undefined ? t.changed : t.changedAt(formatTime(at_ms))}</p>
      <dl className={l.facts}>
        {differences.map(({ field, label, theirs, mine }) => (
          <Fragment key={field}>
            <dt>{`${label}, ${t.theirs.toLowerCase()}`}</dt>
            <dd>
              <ins>{theirs || t.empty}</ins>
            </dd>
            <dt>{`${label}, ${t.mine.toLowerCase()}`}</dt>
            <dd>
              <del>{mine || t.empty}</del>
            </dd>
          </Fragment>
        ))}
      </dl>
      <DialogActions>
        <Button variant="primary" onClick={onKeepTheirs}>
          {t.keepTheirs}
        </Button>
        <Button onClick={onKeepMine}>{t.keepMine}</Button>
      </DialogActions>
    </Dialog>
  );
}
