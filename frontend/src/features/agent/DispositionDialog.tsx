/* How the call ended: a group and a choice, two digits. What cannot be chosen says what it lacks. */
import { useId, useState, type KeyboardEvent } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { serviceNow } from '#shared/clock.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton, Button } from '#shared/ui/Button.tsx';
import { Dialog, DialogActions } from '#shared/ui/Dialog.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { TextArea, TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { showToast } from '#shared/ui/toasts.ts';
import s from './agent.module.css';
import { useDeskUpdate, type Call, type Desk } from './desk.ts';
import { groups, hasNote, lockOf, needsTime, type Code } from './dispositions.ts';
import { agentTexts } from './texts.ts';

interface DispositionDialogProps {
  desk: Desk;
  call: Call;
  onClose: () => void;
}

export function DispositionDialog({ desk, call, onClose }: DispositionDialogProps) {
  const t = useTexts(agentTexts).disposition;
  return (
    <Dialog title={t.title} onClose={onClose} wide>
      <DispositionForm desk={desk} call={call} onClose={onClose} />
    </Dialog>
  );
}

function DispositionForm({ desk, call, onClose }: DispositionDialogProps) {
  const t = useTexts(agentTexts).disposition;
  const id = useId();
  const [code, setCode] = useState<Code>();
  const [group, setGroup] = useState<number>();
  const [at, setAt] = useState('');
  const [note, setNote] = useState('');
  const { put, refresh } = useDeskUpdate();
  const undo = useCommand({
    run: () => ok(api.DELETE('/calls/{id}/disposition', { params: { path: { id: call.id } } })),
    onDone: (next) => put({ call: next }),
  });
  const set = useCommand({
    run: (chosen: Code, { headers }) =>
      ok(
        api.POST('/calls/{id}/disposition', {
          params: { path: { id: call.id }, header: headers },
          body: {
            code: chosen,
            ...(note.trim() ? { note: note.trim() } : {}),
            ...(needsTime.has(chosen) && at ? { callback_at: momentOf(at) } : {}),
          },
        }),
      ),
    onDone: (next, chosen) => {
      const until = next.disposition?.final_at;
      const undoable = until !== undefined && until > serviceNow();
      showToast({
        text: t.done(t.codes[chosen]),
        ...(undoable ? { undo: () => void undo.run(), until_ms: until } : {}),
      });
      refresh();
      onClose();
    },
  });
  const choose = (next: Code) => {
    if (lockOf(next, call, desk)) return;
    setCode(next);
    if (!needsTime.has(next) && !hasNote.has(next)) void set.run(next);
  };
  const confirm: Action = {
    id: 'disposition.confirm',
    label: t.confirm,
    key: 'Ctrl+Enter',
    enabled: code !== undefined && (!needsTime.has(code) || at !== ''),
    whyDisabled: code ? t.needsTime : t.choose,
    run: () => (code ? set.run(code) : undefined),
  };
  useActions([confirm]);
  const onKey = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
    const digit = Number(event.key);
    if (!Number.isInteger(digit) || digit < 1 || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    const second = group === undefined ? undefined : groups[group]?.codes[digit - 1];
    if (second) {
      setGroup(undefined);
      choose(second);
    } else if (groups[digit - 1]) setGroup(digit - 1);
  };
  return (
    <div className={l.stackWide} onKeyDown={onKey}>
      {set.problem && (
        <ErrorSummary
          problem={set.problem}
          count={set.problemCount}
          fields={{ callback_at: { id: `${id}-at`, label: t.when } }}
        />
      )}
      <div className={s.groups}>
        {groups.map((entry, index) => (
          <fieldset key={entry.group} aria-current={group === index ? 'step' : undefined}>
            <legend>{`${index + 1} · ${t.groups[entry.group]}`}</legend>
            {entry.codes.map((option, place) => (
              <Option
                key={option}
                digits={`${index + 1}${place + 1}`}
                code={option}
                chosen={option === code}
                desk={desk}
                call={call}
                onChoose={choose}
              />
            ))}
          </fieldset>
        ))}
      </div>
      {code && needsTime.has(code) && (
        <TextField
          id={`${id}-at`}
          label={t.when}
          type="datetime-local"
          value={at}
          autoFocus
          onChange={(event) => setAt(event.target.value)}
        />
      )}
      {code && hasNote.has(code) && (
        <TextArea label={t.note} value={note} onChange={(event) => setNote(event.target.value)} />
      )}
      <DialogActions>
        <ActionButton action={confirm} variant="primary" />
        <Button onClick={onClose}>{t.back}</Button>
      </DialogActions>
    </div>
  );
}

/* What a person in Bogotá means by a day and an hour. */
function momentOf(local: string): number {
  return Date.parse(`${local}:00-05:00`);
}

interface OptionProps {
  digits: string;
  code: Code;
  chosen: boolean;
  desk: Desk;
  call: Call;
  onChoose: (code: Code) => void;
}

function Option({ digits, code, chosen, desk, call, onChoose }: OptionProps) {
  const t = useTexts(agentTexts).disposition;
  const lock = lockOf(code, call, desk);
  return (
    <div className={l.stack}>
      <Button block split aria-pressed={chosen} disabled={lock !== undefined} onClick={() => onChoose(code)}>
        {`${digits}  ${t.codes[code]}`}
      </Button>
      {lock?.kind === 'rebuttals' && <p className={l.meta}>{t.rebuttalsMissing(lock.missing)}</p>}
      {lock?.kind === 'noSale' && <p className={l.meta}>{t.noSale}</p>}
    </div>
  );
}
