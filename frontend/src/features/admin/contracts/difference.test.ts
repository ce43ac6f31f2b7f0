import { describe, expect, it } from 'vitest';
import {
  answersOf,
  changeOf,
  countChanges,
  goneOf,
  moved,
  wordDifference,
  type Clause,
} from './difference.ts';

const clause = (title: string, text = 'Texto'): Clause => ({
  title,
  text,
  kind: 'statement',
  fatal_when_not_literal: false,
});

describe('the difference of two versions', () => {
  it('is shown word by word', () => {
    expect(wordDifference('se paga por mes vencido.', 'se paga por mes anticipado.')).toEqual([
      { kind: 'same', text: 'se paga por mes ' },
      { kind: 'gone', text: 'vencido.' },
      { kind: 'new', text: 'anticipado.' },
    ]);
    expect(wordDifference('', 'nuevo')).toEqual([{ kind: 'new', text: 'nuevo' }]);
    expect(wordDifference('igual', 'igual')).toEqual([{ kind: 'same', text: 'igual' }]);
  });

  it('says of a clause whether it changed, is new, or went', () => {
    const before = [clause('Precio'), clause('Retracto')];
    const after = [clause('Precio', 'Otro texto'), clause('Retracto'), clause('Entrega')];
    expect(after.map((one, n) => changeOf(before, one, n))).toEqual(['changed', 'same', 'new']);
    expect(countChanges(before, after)).toBe(2);
    expect(goneOf(before, [clause('Retracto')]).map(({ title }) => title)).toEqual(['Precio']);
  });

  it('follows a clause that was moved', () => {
    const before = [clause('Uno', 'a'), clause('Dos', 'b')];
    expect(changeOf(before, clause('Dos', 'b'), 0)).toBe('same');
  });
});

describe('the list of clauses', () => {
  it('moves one by a step and stays within its ends', () => {
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  });

  it('reads answers from a line', () => {
    expect(answersOf(' SÍ, SÍ CLARO ,, ')).toEqual(['SÍ', 'SÍ CLARO']);
  });
});
