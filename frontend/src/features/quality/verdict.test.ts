import { describe, expect, it } from 'vitest';
import { readinessOf, toggled, type Exception, type ExceptionKind, type Hearing } from './verdict.ts';

const clauses = [0, 1, 2, 3].map((n) => ({ from_ms: n * 2000, to_ms: (n + 1) * 2000 }));
const all = [{ from_ms: 0, to_ms: 8000 }];
const half = [{ from_ms: 0, to_ms: 4000 }];
const mark = (clause: number, kind: ExceptionKind): Exception => ({ clause, kind, at_ms: 500 });

function ready(heard: Hearing['heard'], exceptions: readonly Exception[] = [], rest: Partial<Hearing> = {}) {
  return readinessOf({ clauses, heard, exceptions, fatalClauses: [2], audioFault: undefined, ...rest });
}

describe('a verdict', () => {
  it.each([
    ['nothing heard', ready([]), 'unheard', 4, false, false],
    ['half heard', ready(half), 'unheard', 2, false, false],
    ['all heard, nothing marked', ready(all), 'clean', 0, true, false],
    ['no explicit yes', ready([], [mark(1, 'no_explicit_yes')]), 'fatal', 4, false, true],
    ['not literal where it is fatal', ready(half, [mark(2, 'not_literal')]), 'fatal', 2, false, true],
    ['not literal elsewhere', ready(half, [mark(1, 'not_literal')]), 'marked_unheard', 2, false, false],
    ['not clear, all heard', ready(all, [mark(2, 'not_clear')]), 'marked', 0, false, true],
    ['silent', ready([], [], { audioFault: 'silent' }), 'no_audio', 4, false, true],
    ['missing, though heard', ready(all, [], { audioFault: 'missing' }), 'no_audio', 0, false, true],
  ])('%s', (_, { stand, unheard, passes, fails }, ...wanted) => {
    expect([stand, unheard, passes, fails]).toEqual(wanted);
  });
});

describe('the task names', () => {
  it('the first clause with a fatal mark, whatever was marked before', () => {
    const exceptions = [mark(0, 'not_clear'), mark(3, 'no_explicit_yes'), mark(2, 'not_literal')];
    expect(ready(all, exceptions).deciding).toEqual(mark(2, 'not_literal'));
  });
  it('in it the fatal mark', () => {
    const exceptions = [mark(2, 'not_clear'), mark(2, 'not_literal')];
    expect(ready(all, exceptions).deciding?.kind).toBe('not_literal');
  });
  it('the first marked clause when none is fatal', () => {
    expect(ready(all, [mark(3, 'not_clear'), mark(1, 'not_clear')]).deciding?.clause).toBe(1);
    expect(ready(all).deciding).toBeUndefined();
  });
});

describe('a mark', () => {
  it('goes when it is set again, and only that one', () => {
    const once = toggled([mark(1, 'not_clear')], mark(1, 'not_literal'));
    expect(once).toEqual([mark(1, 'not_clear'), mark(1, 'not_literal')]);
    expect(toggled(once, { ...mark(1, 'not_clear'), at_ms: 9 })).toEqual([mark(1, 'not_literal')]);
  });
});
