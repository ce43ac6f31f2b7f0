/* A field: label, then what is wrong with it, then the box, then the hint. Native controls only.
   With react-hook-form: <TextField label={t.phone} error={…} {...register('phone')} /> */
import { useId, type ComponentProps, type ReactNode } from 'react';
import { cx } from './cx.ts';
import s from './Field.module.css';
import { StatusShape } from './Status.tsx';

interface FieldLook {
  label: string;
  hint?: ReactNode;
  error?: string; /* says what to do: «Escriba el lugar de expedición» */
  mark?: ReactNode; /* a <Status> beside the label, such as «Pendiente» */
  tone?: 'warn';
  className?: string;
}

interface Given {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

interface FieldProps extends FieldLook {
  id?: string;
  children: (given: Given) => ReactNode;
}

export function Field({ label, hint, error, mark, tone, className, id: wanted, children }: FieldProps) {
  const own = useId();
  const id = wanted ?? own;
  const described = cx(error && `${id}-error`, hint != null && `${id}-hint`);
  return (
    <div className={cx(s.field, error ? s.bad : tone && s[tone], className)}>
      <label className={s.label} htmlFor={id}>
        {label}
        {mark}
      </label>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {hint != null && (
        <p className={s.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p className={s.err} id={id}>
      <StatusShape shape="bad" />
      {children}
    </p>
  );
}

type TextFieldProps = FieldLook & Omit<ComponentProps<'input'>, 'className'> & { idn?: boolean };

export function TextField({ label, hint, error, mark, tone, className, id, idn, ...input }: TextFieldProps) {
  return (
    <Field {...{ label, hint, error, mark, tone, className, id }}>
      {(given) => <input autoComplete="off" {...input} {...given} className={cx(s.input, idn && s.idn)} />}
    </Field>
  );
}

type TextAreaProps = FieldLook & Omit<ComponentProps<'textarea'>, 'className'>;

export function TextArea({ label, hint, error, mark, tone, className, id, ...area }: TextAreaProps) {
  return (
    <Field {...{ label, hint, error, mark, tone, className, id }}>
      {(given) => <textarea rows={3} {...area} {...given} className={cx(s.input, s.area)} />}
    </Field>
  );
}

export interface Option<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
}

type SelectProps = FieldLook & Omit<ComponentProps<'select'>, 'className'> & { options: readonly Option[] };

export function SelectField({
  label,
  hint,
  error,
  mark,
  tone,
  className,
  id,
  options,
  ...select
}: SelectProps) {
  return (
    <Field {...{ label, hint, error, mark, tone, className, id }}>
      {(given) => (
        <select {...select} {...given} className={cx(s.input, s.select)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/* What an earlier step fixed: text, not a box. */
export function Fact({
  label,
  children,
  className,
}: {
  label: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <div className={cx(s.field, className)}>
      <span className={s.label}>{label}</span>
      <span className={s.fact}>{children}</span>
    </div>
  );
}

export function Hint({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p className={s.hint} id={id}>
      {children}
    </p>
  );
}

export const inputClass = s.input ?? '';
export const selectClass = cx(s.input, s.select);
