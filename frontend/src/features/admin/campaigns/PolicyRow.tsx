/* One number of the rules. What is typed and cannot be read stays as it was typed, and says so. */
import { useState } from 'react';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Button } from '#shared/ui/Button.tsx';
import { SelectField, TextField } from '#shared/ui/Field.tsx';
import { Status } from '#shared/ui/Status.tsx';
import a from '../admin.module.css';
import { judge, scaleOf, shown, typed, type Entry } from './amounts.ts';
import { campaignTexts } from './texts.ts';

interface PolicyRowProps {
  entry: Entry;
  own: number | undefined; /* undefined: the default holds */
  onChange: (value: number | undefined, readable: boolean) => void;
}

export const rowId = (name: string) => `rule-${name.replace('.', '-')}`;

/* Numbers in which 1 is yes and 0 is no. */
const isSwitch = ({ unit, least, most }: Entry) =>
  unit === 'switch' || (unit === 'count' && least === 0 && most === 1);

export function PolicyRow({ entry, own, onChange }: PolicyRowProps) {
  const t = useTexts(campaignTexts);
  const scale = scaleOf(entry);
  const [text, setText] = useState<string>();
  const value = own ?? entry.default;
  const label = t.policy.names[entry.name] ?? entry.name;
  const verdict = text === undefined ? judge(entry, value) : judge(entry, typed(text, scale));
  const amount = (number: number) => `${shown(number, scale)} ${t.units[scale.unit]}`.trim();
  const write = (next: string) => {
    const read = typed(next, scale);
    setText(next);
    onChange(read === entry.default ? undefined : read, read !== undefined);
  };
  const reset = () => {
    setText(undefined);
    onChange(undefined, true);
  };
  const mark = own !== undefined && (
    <Status shape="wrapUp" fill>
      {t.own}
    </Status>
  );
  const hint = isSwitch(entry)
    ? t.byDefault(entry.default ? t.yes : t.no)
    : `${t.byDefault(amount(entry.default))}, ${t.between(amount(entry.least), amount(entry.most))}. ${t.sources[entry.source]}`;
  return (
    <div className={a.rule}>
      {isSwitch(entry) ? (
        <SelectField
          id={rowId(entry.name)}
          label={label}
          hint={hint}
          mark={mark}
          value={String(value)}
          options={[
            { value: '0', label: t.no },
            { value: '1', label: t.yes },
          ]}
          onChange={(event) => {
            const next = Number(event.target.value);
            onChange(next === entry.default ? undefined : next, true);
          }}
        />
      ) : (
        <TextField
          id={rowId(entry.name)}
          label={scale.unit === 'count' ? label : `${label} (${t.units[scale.unit]})`}
          hint={hint}
          mark={mark}
          inputMode="decimal"
          value={text ?? shown(value, scale)}
          {...(verdict !== 'ok' && { error: t.wrong[verdict] })}
          onChange={(event) => write(event.target.value)}
          onBlur={() => verdict === 'ok' && setText(undefined)}
        />
      )}
      <Button
        variant="quiet"
        square
        icon="rotate"
        aria-label={t.back(label)}
        title={t.back(label)}
        disabled={own === undefined && text === undefined}
        onClick={reset}
      />
    </div>
  );
}
