/* One of a few: native radios that look like what they are. With `keys`, Alt+1 … Alt+9 choose the nth.
   <Marks>: any of a few, native checkboxes, with the same keys. */
import { useId, type ReactNode } from 'react';
import type { Key } from '../keys/keyNames.ts';
import type { Action } from '../keys/registry.ts';
import { useActions } from '../keys/useActions.ts';
import s from './Choices.module.css';
import { cx } from './cx.ts';
import { FieldError } from './Field.tsx';
import { Kbd } from './Kbd.tsx';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly tone?: 'pass' | 'fail';
  readonly disabled?: boolean;
}

interface ChoicesProps<Value extends string> {
  legend: string;
  legendHidden?: boolean;
  options: readonly Choice<Value>[];
  value: Value | undefined;
  onChange: (value: Value) => void;
  keys?: boolean;
  joined?: boolean; /* side by side without a gap, for a setting */
  error?: string;
  id?: string; /* of the first radio, for the error summary's link */
  disabled?: boolean;
}

export function Choices<Value extends string>({
  legend,
  legendHidden,
  options,
  value,
  onChange,
  keys: withKeys = false,
  joined,
  error,
  id,
  disabled = false,
}: ChoicesProps<Value>) {
  const name = useId();
  const keyOf = (index: number): Key | undefined =>
    withKeys && index < 9 ? (`Alt+${index + 1}` as Key) : undefined;

  useActions(
    options.map((option, index): Action => ({
      id: `${name}-${option.value}`,
      label: option.label,
      key: keyOf(index),
      enabled: !disabled && !option.disabled,
      quiet: true,
      run: () => onChange(option.value),
    })),
  );

  return (
    <fieldset className={s.group} disabled={disabled} aria-describedby={error ? `${name}-error` : undefined}>
      <legend className={cx(s.legend, legendHidden && s.hidden)}>{legend}</legend>
      {error && <FieldError id={`${name}-error`}>{error}</FieldError>}
      <div className={cx(s.choices, joined && s.joined)}>
        {options.map((option, index) => {
          const key = keyOf(index);
          return (
            <label key={option.value} className={cx(s.choice, option.tone && s[option.tone])}>
              <input
                type="radio"
                id={index === 0 ? id : undefined}
                name={name}
                value={option.value}
                checked={option.value === value}
                disabled={option.disabled}
                aria-keyshortcuts={key}
                onChange={() => onChange(option.value)}
              />
              {option.label}
              {key && <Kbd of={key} />}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}

interface MarksProps<Value extends string> {
  legend: string;
  aside?: ReactNode; /* right of the legend */
  options: readonly Choice<Value>[];
  values: readonly Value[];
  onToggle: (value: Value) => void;
  disabled?: boolean;
}

export function Marks<Value extends string>({
  legend,
  aside,
  options,
  values,
  onToggle,
  disabled = false,
}: MarksProps<Value>) {
  const name = useId();
  const keyOf = (index: number) => `Alt+${index + 1}` as Key;

  useActions(
    options.map((option, index): Action => ({
      id: `${name}-${option.value}`,
      label: option.label,
      key: keyOf(index),
      enabled: !disabled && !option.disabled,
      run: () => onToggle(option.value),
    })),
  );

  return (
    <fieldset className={s.group} disabled={disabled}>
      <legend className={cx(s.legend, s.spread)}>
        {legend}
        {aside && <span className={s.aside}>{aside}</span>}
      </legend>
      <div className={cx(s.choices, s.marks)}>
        {options.map((option, index) => (
          <label key={option.value} className={cx(s.choice, option.tone && s[option.tone])}>
            <input
              type="checkbox"
              checked={values.includes(option.value)}
              disabled={option.disabled}
              aria-keyshortcuts={keyOf(index)}
              onChange={() => onToggle(option.value)}
            />
            {option.label}
            <Kbd of={keyOf(index)} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface CheckProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}

export function Check({ label, checked, onChange, disabled }: CheckProps) {
  return (
    <label className={s.check}>
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(e) => onChange(e.target.checked)}
      />
      {label}
    </label>
  );
}
