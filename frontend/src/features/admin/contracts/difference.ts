/* What changed from one version of a contract to another: clauses by their place and title, texts word by word. */
import type { components } from '#shared/api/schema.d.ts';

export type Clause = components['schemas']['ContractClause'];

export interface Piece {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

const words = (text: string): string[] => text.match(/\s+|[^\s]+/g) ?? [];

/* Longest common subsequence of the words: what stayed, what went, what came. */
export function wordDifference(before: string, after: string): readonly Piece[] {
  const a = words(before);
  const b = words(after);
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    const row = lengths[i];
    if (!row) continue;
    for (let j = b.length - 1; j >= 0; j--)
      row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  const pieces: { kind: Piece['kind']; text: string }[] = [];
  const put = (kind: Piece['kind'], text: string) => {
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += text;
    else pieces.push({ kind, text });
  };
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      put('same', a[i] ?? '');
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      put('gone', a[i] ?? '');
      i += 1;
    } else {
      put('new', b[j] ?? '');
      j += 1;
    }
  }
  return pieces;
}

export type Change = 'same' | 'changed' | 'new';

/* The clause of the version before that this one comes from: of the same title, else of the same place. */
export function originOf(before: readonly Clause[], clause: Clause, place: number): Clause | undefined {
  return before.find(({ title }) => title !== '' && title === clause.title) ?? before[place];
}

const facts = ({ title, kind, text, fatal_when_not_literal, accepts, never }: Clause) =>
  JSON.stringify([title, kind, text, fatal_when_not_literal, accepts ?? [], never ?? []]);

export function changeOf(before: readonly Clause[], clause: Clause, place: number): Change {
  const origin = originOf(before, clause, place);
  if (!origin) return 'new';
  return facts(origin) === facts(clause) ? 'same' : 'changed';
}

/* Clauses that are not in the draft any more. */
export function goneOf(before: readonly Clause[], after: readonly Clause[]): readonly Clause[] {
  const kept = new Set(after.map((clause, place) => originOf(before, clause, place)));
  return before.filter((clause) => !kept.has(clause));
}

export function countChanges(before: readonly Clause[], after: readonly Clause[]): number {
  return (
    after.filter((clause, place) => changeOf(before, clause, place) !== 'same').length +
    goneOf(before, after).length
  );
}

/* The list with one clause moved by a step. */
export function moved<Item>(items: readonly Item[], from: number, step: 1 | -1): readonly Item[] {
  const to = from + step;
  const item = items[from];
  if (item === undefined || to < 0 || to >= items.length) return items;
  const rest = items.filter((_, n) => n !== from);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}

/* «SÍ, SÍ CLARO» ↔ ['SÍ', 'SÍ CLARO'] */
export const answersOf = (text: string): string[] =>
  text
    .split(',')
    .map((answer) => answer.trim())
    .filter((answer) => answer !== '');

/* How long it takes to read aloud, at the pace of a contract. */
const SIGNS_PER_SECOND = 15;
export const secondsOf = (text: string): number => Math.ceil(text.length / SIGNS_PER_SECOND);
