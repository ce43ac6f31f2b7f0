/* A catalogue holds every text of one part of the application in both languages. Spanish is the source; English
   must have the same shape, so a missing or extra key does not compile. A text with values is a function. */

export type Language = 'es' | 'en';

export type Shape<T> = T extends string
  ? string
  : T extends (...args: infer Args) => string
    ? (...args: Args) => string
    : { readonly [K in keyof T]: Shape<T[K]> };

export interface Catalogue<T> {
  readonly es: T;
  readonly en: Shape<T>;
}

export function defineTexts<const T extends object>(es: T, en: Shape<T>): Catalogue<T> {
  return { es, en };
}

/* One text known outside a component, such as a screen's title in the route table. */
export type Label = Readonly<Record<Language, string>>;
