/* How the call ended: a group and a choice, two digits. What cannot be chosen says what it lacks; what wants more (a
   time, or to be sure) opens at the right. */
import { useEffect, useId, useRef, useState } from 'react';
import { civilDay } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { useNow } from '#shared/useNow.ts';
import { ActionButton, Button } from '#shared/ui/Button.tsx';
import { Choices } from '#shared/ui/Choices.tsx';
import { cx } from '#shared/ui/cx.ts';
import { Dialog } from '#shared/ui/Dialog.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Hint, TextArea } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { StatusShape } from '#shared/ui/Status.tsx';
import { HourField } from '#shared/ui/TypedField.tsx';
import s from './agent.module.css';
import type { Call, Desk } from './desk.ts';
import {
  callbackDays,
  codeAt,
  groups,
  lockOf,
  momentOf,
  wantsDetail,
  type Code,
  type Lock,
} from './dispositions.ts';
import { OptOutMeans } from './OptOutDialog.tsx';
import { Rebuttals } from './sides.tsx';
import { agentTexts } from './texts.ts';
import { useDispose } from './useDispose.ts';

interface DispositionDialogProps {
  desk: Desk;
  call: Call;
  chosen?: Code; /* begins with this one */
  corrects?: boolean; /* the call has a disposition, which this one takes the place of */
  onClose: () => void;
}

export function DispositionDialog(props: DispositionDialogProps) {
  const t = useTexts(agentTexts).disposition;
  return (
    <Dialog title={props.corrects ? t.correctTitle : t.title} onClose={props.onClose} wide="full">
      <DispositionForm {...props} />
    </Dialog>
  );
}

interface When {
  day: string;
  hour: string;
}

function DispositionForm({ desk, call, chosen, corrects = false, onClose }: DispositionDialogProps) {
  const t = useTexts(agentTexts).disposition;
  const id = useId();
  const now_ms = useNow(60_000);
  const [code, setCode] = useState(chosen);
  const [group, setGroup] = useState<number>();
  const [when, setWhen] = useState<When>({ day: '', hour: '' });
  const [named, setNamed] = useState(''); /* the hour that somebody else gave, today */
  const [note, setNote] = useState('');
  const dispose = useDispose(call, corrects, onClose);
  /* Of a call that is over the desk knows nothing more: only the server says what fits its records. */
  const lock = (next: Code) =>
    corrects ? (next === call.disposition?.code ? 'isIt' : undefined) : lockOf(next, call, desk);
  const set = (next: Code) => {
    const text = note.trim();
    const at_ms =
      next === 'callback' && when.hour
        ? momentOf(when.day || (callbackDays(now_ms, civilDay)[0] ?? ''), when.hour)
        : next === 'someone_else' && named
          ? momentOf(civilDay(now_ms), named)
          : undefined;
    return dispose.run({
      code: next,
      ...(text && { note: text }),
      ...(at_ms !== undefined && { callback_at: at_ms }),
    });
  };
  const choose = (next: Code) => {
    if (lock(next) !== undefined || dispose.pending) return;
    setCode(next);
    if (!wantsDetail.has(next)) void set(next);
  };
  const lacksTime = code === 'callback' && !when.hour;
  const confirm: Action = {
    id: 'disposition.confirm',
    label:
      code === 'do_not_call'
        ? t.optOut
        : corrects
          ? t.correct
          : call.state === 'ended'
            ? t.confirm
            : t.hangUpAndConfirm,
    key: 'Ctrl+Enter',
    enabled: code !== undefined && !lacksTime,
    whyDisabled: lacksTime ? t.needsTime : t.choose,
    run: () => (code ? set(code) : undefined),
  };
  useActions([confirm]);
  useDigits((digit) => {
    const second = group === undefined ? undefined : codeAt(group, digit);
    if (second) choose(second);
    setGroup(group !== undefined || !groups[digit - 1] ? undefined : digit - 1);
  });
  return (
    <div className={l.stackWide}>
      {dispose.problem && (
        <ErrorSummary
          problem={dispose.problem}
          count={dispose.problemCount}
          fields={{ callback_at: { id: `${id}-hour`, label: t.hour } }}
        />
      )}
      <div className={s.pick}>
        <Groups lock={lock} chosen={code} group={group} onChoose={choose} />
        <div className={s.detail} role="group" aria-label={t.detail}>
          {code === 'callback' ? (
            <Callback id={id} now_ms={now_ms} when={when} onChange={setWhen} />
          ) : code === 'do_not_call' ? (
            <OptOut phone={call.phone ?? ''} />
          ) : (
            <>
              <h3>{t.choose}</h3>
              <p className={l.soft}>{t.lockedWhy}</p>
              <Rebuttals call={call} />
              <HourField
                label={t.named}
                hint={t.namedHint}
                placeholder={t.hourForm}
                value={named}
                onValue={setNamed}
              />
            </>
          )}
          {code !== 'do_not_call' && (
            <TextArea
              label={t.note}
              rows={2}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </div>
      </div>
      <div className={s.foot}>
        <Button variant="quiet" shortcut="Escape" onClick={onClose}>
          {t.back}
        </Button>
        <span className={cx(l.meta, l.end)}>
          {code === 'do_not_call' ? t.noUndo : corrects ? t.correctNote : t.undoNote}
        </span>
        <ActionButton action={confirm} variant={code === 'do_not_call' ? 'dangerFill' : 'primary'} />
      </div>
    </div>
  );
}

/* The digits 1 to 9 wherever the focus is in the dialog, but where one types. */
function useDigits(pressed: (digit: number) => void) {
  const latest = useRef(pressed);
  useEffect(() => {
    latest.current = pressed;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      const typing =
        (target instanceof HTMLInputElement && target.type !== 'radio') ||
        target instanceof HTMLTextAreaElement;
      if (
        typing ||
        event.altKey ||
        event.ctrlKey ||
        event.metaKey ||
        event.repeat ||
        !/^[1-9]$/.test(event.key)
      )
        return;
      event.preventDefault();
      latest.current(Number(event.key));
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

interface GroupsProps {
  lock: (code: Code) => Lock | undefined;
  chosen: Code | undefined;
  group: number | undefined; /* after its first digit */
  onChoose: (code: Code) => void;
}

function Groups({ lock, chosen, group, onChoose }: GroupsProps) {
  const t = useTexts(agentTexts).disposition;
  const fieldset = (index: number) => {
    const row = groups[index];
    return (
      row && (
        <fieldset key={row.group} aria-current={group === index ? 'step' : undefined}>
          <legend>
            <kbd>{index + 1}</kbd>
            {t.groups[row.group]}
          </legend>
          {row.codes.map((code, n) => (
            <Option
              key={code}
              digit={n + 1}
              code={code}
              chosen={code === chosen}
              lock={lock(code)}
              onChoose={onChoose}
            />
          ))}
        </fieldset>
      )
    );
  };
  return (
    <div className={s.groups} role="group" aria-label={t.all}>
      <p className={cx(s.band, s.wide)}>
        <b>{t.bands.noContact}</b> · {t.bandNotes.noContact}
      </p>
      <p className={s.band}>
        <b>{t.bands.line}</b>
      </p>
      <p className={cx(s.band, s.wide)}>
        <b>{t.bands.contact}</b> · {t.bandNotes.contact}
      </p>
      {fieldset(0)}
      {fieldset(1)}
      {fieldset(2)}
      <div>
        {fieldset(3)}
        {fieldset(4)}
      </div>
      {fieldset(5)}
    </div>
  );
}

interface OptionProps {
  digit: number;
  code: Code;
  chosen: boolean;
  lock: Lock | undefined;
  onChoose: (code: Code) => void;
}

function Option({ digit, code, chosen, lock, onChoose }: OptionProps) {
  const t = useTexts(agentTexts).disposition;
  return (
    <button
      type="button"
      className={s.code2}
      aria-pressed={chosen}
      disabled={lock !== undefined}
      onClick={() => onChoose(code)}
    >
      <kbd>{digit}</kbd>
      <span>
        {t.codes[code]}
        {lock !== undefined && (
          <small>
            <StatusShape shape="lock" />
            {typeof lock === 'string' ? t.locks[lock] : t.missing(lock.missing)}
          </small>
        )}
      </span>
    </button>
  );
}

interface CallbackProps {
  id: string;
  now_ms: number;
  when: When;
  onChange: (when: When) => void;
}

function Callback({ id, now_ms, when, onChange }: CallbackProps) {
  const t = useTexts(agentTexts).disposition;
  const days = callbackDays(now_ms, civilDay);
  return (
    <>
      <h3>{t.codes.callback}</h3>
      <div className={s.days}>
        <Choices
          legend={t.day}
          value={when.day || days[0]}
          onChange={(day) => onChange({ ...when, day })}
          options={days.map((day) => ({ value: day, label: t.dayName(day) }))}
        />
      </div>
      <HourField
        id={`${id}-hour`}
        label={t.hour}
        hint={t.hourHint}
        placeholder={t.hourForm}
        autoFocus
        value={when.hour}
        onValue={(hour) => onChange({ ...when, hour })}
      />
      <Hint>{t.whoCalls}</Hint>
    </>
  );
}

function OptOut({ phone }: { phone: string }) {
  const t = useTexts(agentTexts).disposition;
  return (
    <>
      <h3>{t.codes.do_not_call}</h3>
      <OptOutMeans phone={phone} />
      <div className={l.stack}>
        <b>{t.thenSay}</b>
        <p>{t.optOutSay}</p>
      </div>
    </>
  );
}
