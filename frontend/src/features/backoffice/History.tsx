/* What happened to the sale, the newest first; words of the program in the reader's language, a person's as they are. */
import { formatMoment } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import l from '#shared/ui/layout.module.css';
import s from './office.module.css';
import type { Sale, TaskField } from './sale.ts';
import { officeTexts } from './texts.ts';

const isWord = (text: string) => /^[a-z][a-z0-9_]*$/.test(text);

function known<Words extends object>(words: Words, word: string): string | undefined {
  return word in words ? String(words[word as keyof Words]) : undefined;
}

export function History({ sale }: { sale: Sale }) {
  const t = useTexts(officeTexts);
  const { language } = usePreferences();
  /* A word that the catalogue lacks says nothing to a person. */
  const reasonOf = (reason: string | undefined) =>
    reason && (known(t.reasons, reason) ?? (isWord(reason) ? undefined : reason));
  const fieldsOf = (fields: readonly string[] | undefined) =>
    (fields ?? []).flatMap((field) => (field in t.fields ? [t.fields[field as TaskField]] : [])).join(', ');
  return (
    <section className={l.stack} aria-label={t.sale.history}>
      <h2>{t.sale.history}</h2>
      <ol className={s.history}>
        {(sale.history ?? []).toReversed().map((entry, index) => (
          <li key={index}>
            <span className={l.meta}>{formatMoment(entry.at, language)}</span>
            <span>
              <b>{known(t.actions, entry.action) ?? t.sale.changed}</b>
              {[reasonOf(entry.reason), fieldsOf(entry.fields)]
                .filter(Boolean)
                .map((detail) => ` · ${detail}`)}
            </span>
            <span className={l.soft}>{entry.by ? entry.by_name : t.sale.bySystem}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
