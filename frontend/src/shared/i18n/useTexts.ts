import type { Catalogue, Label, Shape } from './catalogue.ts';
import { usePreferences } from './preferences.ts';

export function useTexts<T>(catalogue: Catalogue<T>): Shape<T> {
  const { language } = usePreferences();
  return catalogue[language] as Shape<T>;
}

export function useLabel(): (label: Label) => string {
  const { language } = usePreferences();
  return (label) => label[language];
}
