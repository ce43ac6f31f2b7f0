import { expect, it } from 'vitest';
import { matchesQuery } from './palette.ts';

it.each([
  ['Ir a Campañas', 'campan', true],
  ['Lectura del contrato', 'contr lec', true],
  ['Tipificar', 'ficar', false],
  ['Tipificar', '', true],
])('%s for «%s»: %s', (text, query, found) => {
  expect(matchesQuery(text, query)).toBe(found);
});
