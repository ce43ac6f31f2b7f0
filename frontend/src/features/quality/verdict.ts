/* Whether a verdict may be given now, and if not why. */
import type { components } from '#shared/api/schema.d.ts';
import { isHeard, type Span } from './listening.ts';

type Schemas = components['schemas'];
export type ExceptionKind = Schemas['ExceptionKind'];
export type Exception = Schemas['Exception'];

export const exceptionKinds: readonly ExceptionKind[] = ['not_literal', 'not_clear', 'no_explicit_yes'];

export interface Hearing {
  readonly clauses: readonly Span[];
  readonly heard: readonly Span[];
  readonly exceptions: readonly Exception[];
  readonly fatalClauses: readonly number[]; /* fatal when not literal */
  readonly audioFault: 'missing' | 'silent' | undefined;
}

export type Stand =
  | 'no_audio' /* faulty, without hearing it */
  | 'fatal' /* faulty, without hearing the rest */
  | 'marked_unheard' /* not fatal: all must be heard first */
  | 'marked' /* all heard: faulty, or the mark goes */
  | 'unheard'
  | 'clean';

export interface Readiness {
  readonly stand: Stand;
  readonly unheard: number; /* clauses */
  readonly passes: boolean;
  readonly fails: boolean;
  readonly deciding: Exception | undefined; /* what the agent's task will name */
}

export function isFatal({ clause, kind }: Exception, fatalClauses: readonly number[]): boolean {
  return kind === 'no_explicit_yes' || (kind === 'not_literal' && fatalClauses.includes(clause));
}

/* The first clause that decides; in it a fatal mark before another. */
function decidingOf({ exceptions, fatalClauses }: Hearing): Exception | undefined {
  const fatal = exceptions.filter((exception) => isFatal(exception, fatalClauses));
  const among = fatal.length > 0 ? fatal : exceptions;
  const clause = Math.min(...among.map((exception) => exception.clause));
  const there = among.filter((exception) => exception.clause === clause);
  return fatal.length > 0 ? there.at(-1) : there[0];
}

function standOf(hearing: Hearing, unheard: number, deciding: Exception | undefined): Stand {
  if (hearing.audioFault) return 'no_audio';
  if (!deciding) return unheard > 0 ? 'unheard' : 'clean';
  if (isFatal(deciding, hearing.fatalClauses)) return 'fatal';
  return unheard > 0 ? 'marked_unheard' : 'marked';
}

export function readinessOf(hearing: Hearing): Readiness {
  const unheard = hearing.clauses.filter((clause) => !isHeard(hearing.heard, clause)).length;
  const deciding = decidingOf(hearing);
  const stand = standOf(hearing, unheard, deciding);
  return {
    stand,
    unheard,
    deciding,
    passes: stand === 'clean',
    fails: stand === 'no_audio' || stand === 'fatal' || stand === 'marked',
  };
}

/* Marked is unmarked, unmarked is marked here. */
export function toggled(
  exceptions: readonly Exception[],
  { clause, kind, at_ms }: Exception,
): readonly Exception[] {
  const others = exceptions.filter((other) => other.clause !== clause || other.kind !== kind);
  return others.length < exceptions.length ? others : [...exceptions, { clause, kind, at_ms }];
}
