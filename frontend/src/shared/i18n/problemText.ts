import type { Problem } from '../api/problem.ts';
import { formatTime } from '../format/formats.ts';
import type { Language } from './catalogue.ts';
import { usePreferences } from './preferences.ts';
import * as en from './problems.en.ts';
import * as es from './problems.es.ts';

const words: Record<
  Language,
  {
    problems: Readonly<Record<string, es.ProblemText>>;
    fieldProblems: Readonly<Record<string, string>>;
    general: string;
    fieldGeneral: string;
  }
> = { es, en };

export function problemText(problem: Problem, language: Language): string {
  const text = words[language].problems[problem.code] ?? words[language].general;
  if (typeof text === 'string') return text;
  return text({
    missing: problem.missing,
    until: problem.until === undefined ? undefined : formatTime(problem.until),
  });
}

export function fieldProblemText(code: string, language: Language): string {
  return words[language].fieldProblems[code] ?? words[language].fieldGeneral;
}

export function useProblemText() {
  const { language } = usePreferences();
  return {
    text: (problem: Problem) => problemText(problem, language),
    /* What is wrong with one field of a form, for <TextField error>; undefined when it is right. */
    field: (problem: Problem | undefined, field: string) => {
      const found = problem?.fields.find((item) => item.field === field);
      return found && fieldProblemText(found.code, language);
    },
  };
}
