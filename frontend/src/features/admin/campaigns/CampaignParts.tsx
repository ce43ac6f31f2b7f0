/* The lists in a campaign's form: its families of products, and its own hours. */
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Button } from '#shared/ui/Button.tsx';
import { Hint, SelectField, TextField } from '#shared/ui/Field.tsx';
import a from '../admin.module.css';
import { hourOf, withHour, type Family, type Window } from './form.ts';
import { campaignTexts } from './texts.ts';

interface FamiliesProps {
  id: string;
  families: readonly Family[];
  onChange: (families: Family[]) => void;
}

export function Families({ id, families, onChange }: FamiliesProps) {
  const t = useTexts(campaignTexts);
  const put = (at: number, change: Partial<Family>) =>
    onChange(families.map((family, n) => (n === at ? { ...family, ...change } : family)));
  return (
    <fieldset className={a.part} id={id} tabIndex={-1}>
      <legend>{t.families}</legend>
      <Hint>{t.familiesHint}</Hint>
      {families.map((family, n) => (
        <div key={n} className={a.line}>
          <TextField
            label={t.familyName}
            value={family.name}
            onChange={(event) => put(n, { name: event.target.value })}
          />
          <TextField
            label={t.family}
            value={family.family}
            autoCapitalize="none"
            onChange={(event) => put(n, { family: event.target.value })}
          />
          <SelectField
            label={t.kind}
            value={family.kind}
            options={(['mobile', 'home'] as const).map((value) => ({ value, label: t.kinds[value] }))}
            onChange={(event) => put(n, { kind: event.target.value as Family['kind'] })}
          />
          <Button
            variant="quiet"
            square
            icon="close"
            aria-label={t.removeFamily(family.name)}
            disabled={families.length === 1}
            onClick={() => onChange(families.filter((_, other) => other !== n))}
          />
        </div>
      ))}
      <Button icon="plus" onClick={() => onChange([...families, { family: '', name: '', kind: 'mobile' }])}>
        {t.addFamily}
      </Button>
    </fieldset>
  );
}

interface HoursProps {
  id: string;
  hours: readonly Window[];
  onChange: (hours: Window[]) => void;
}

export function Hours({ id, hours, onChange }: HoursProps) {
  const t = useTexts(campaignTexts);
  return (
    <fieldset className={a.part} id={id} tabIndex={-1}>
      <legend>{t.hours}</legend>
      <Hint>{t.hoursHint}</Hint>
      {t.weekdays.map((day, weekday) => {
        const window = hours.find((one) => one.weekday === weekday);
        return (
          <div key={day} className={a.day}>
            <span>{day}</span>
            {(['from', 'to'] as const).map((side) => (
              <input
                key={side}
                type="time"
                className={a.time}
                aria-label={t[side](day)}
                value={hourOf(window?.[side])}
                onChange={(event) => onChange(withHour(hours, weekday, side, event.target.value))}
              />
            ))}
          </div>
        );
      })}
    </fieldset>
  );
}
