import { useId, useRef, useState } from 'react';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { fieldProblemText } from '#shared/i18n/problemText.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Button } from '#shared/ui/Button.tsx';
import { Check, Choices } from '#shared/ui/Choices.tsx';
import { Hint, TextArea, TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import s from './contracts.module.css';
import type { Preview } from './contracts.ts';
import { answersOf, type Clause } from './difference.ts';
import { contractTexts } from './texts.ts';

interface ClauseEditorProps {
  clause: Clause;
  number: number;
  fields: Preview['fields'];
  problems: Preview['problems'];
  onChange: (change: Partial<Clause>) => void;
}

export function ClauseEditor({ clause, number, fields, problems, onChange }: ClauseEditorProps) {
  const t = useTexts(contractTexts);
  const { language } = usePreferences();
  const id = useId();
  const caret = useRef<number>(undefined);
  const errorOf = (member: 'title' | 'text' | 'accepts') => {
    const found = problems.find((one) => one.member === member);
    return found ? { error: fieldProblemText(found.code, language) } : {};
  };
  const insert = (name: string) => {
    const at = caret.current ?? clause.text.length;
    const field = `{{${name}}}`;
    onChange({ text: clause.text.slice(0, at) + field + clause.text.slice(at) });
    caret.current = at + field.length;
    document.getElementById(`${id}-text`)?.focus();
  };
  return (
    <section className={l.pane} aria-label={t.clause(number)}>
      <header>
        <h2>{t.clause(number)}</h2>
        <span className={l.end} />
        <Choices
          legend={t.kind}
          legendHidden
          joined
          value={clause.kind}
          options={(['statement', 'question'] as const).map((value) => ({ value, label: t.kinds[value] }))}
          onChange={(kind) => onChange(kind === 'statement' ? { kind, accepts: [], never: [] } : { kind })}
        />
      </header>
      <div className={s.edit}>
        <TextField
          label={t.titleField}
          value={clause.title}
          onChange={(event) => onChange({ title: event.target.value })}
          {...errorOf('title')}
        />
        <TextArea
          id={`${id}-text`}
          label={t.text}
          rows={6}
          value={clause.text}
          onChange={(event) => onChange({ text: event.target.value })}
          onSelect={(event) => (caret.current = event.currentTarget.selectionStart)}
          {...errorOf('text')}
        />
        <div className={l.stack}>
          <Hint>{t.insert}</Hint>
          <div className={s.fields}>
            {fields.map(({ name }) => (
              <Button key={name} onClick={() => insert(name)}>
                {t.fields[name] ?? name}
              </Button>
            ))}
          </div>
        </div>
        {clause.kind === 'question' && (
          <>
            <Answers
              label={t.accepts}
              hint={t.acceptsHint}
              answers={clause.accepts ?? []}
              onChange={(accepts) => onChange({ accepts })}
              {...errorOf('accepts')}
            />
            <Answers label={t.never} answers={clause.never ?? []} onChange={(never) => onChange({ never })} />
          </>
        )}
        <Check
          label={t.fatal}
          checked={clause.fatal_when_not_literal}
          onChange={(fatal_when_not_literal) => onChange({ fatal_when_not_literal })}
        />
      </div>
    </section>
  );
}

interface AnswersProps {
  label: string;
  hint?: string;
  error?: string;
  answers: readonly string[];
  onChange: (answers: string[]) => void;
}

/* Typed as one line; the comma being typed is not taken away under the hand. */
function Answers({ answers, onChange, ...look }: AnswersProps) {
  const [text, setText] = useState(answers.join(', '));
  return (
    <TextField
      {...look}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        onChange(answersOf(event.target.value));
      }}
    />
  );
}
