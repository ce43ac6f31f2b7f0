import type { ProblemText } from './problems.es.ts';
import type * as es from './problems.es.ts';

const from = (until: string | undefined) => (until ? ` You can try again from ${until}.` : '');

export const problems: Record<keyof typeof es.problems, ProblemText> = {
  broken:
    'The system failed. What you typed is still here. Try again; if it repeats, give the code to your supervisor.',
  claimed: 'Somebody else has it.',
  conflict: 'It changed meanwhile. Look at it and try again.',
  credentials: 'User and password do not match.',
  forbidden: 'Your role does not allow this.',
  invalid: 'Check the marked values.',
  network: 'No connection to the server. What you typed is still here.',
  not_found: 'It does not exist or is no longer yours.',
  rebuttals_missing: ({ missing }) => `To close as “Not interested”, ${missing ?? 'rebuttals'} are missing.`,
  session_ended: 'Your session ended. Log in again.',
  stale: 'Somebody else changed this while you were editing.',
  throttled: ({ until }) => `Too many tries.${from(until)}`,
  too_large: 'It is too large.',
  unauthenticated: 'Your session ended. Log in again.',
  unavailable: 'The service does not answer. What you typed is still here. Try again in a moment.',
};

export const general = 'It could not be done. What you typed is still here.';

export const fieldProblems: Record<keyof typeof es.fieldProblems, string> = {
  bad_character: 'has a sign that cannot be used',
  checksum: 'a digit does not match',
  duplicate: 'exists already',
  format: 'is not in the expected form',
  future: 'cannot be after today',
  like_username: 'resembles your user name',
  past: 'is over',
  range: 'is out of range',
  required: 'is missing',
  too_long: 'is too long',
  too_short: 'is too short',
  too_simple: 'is too easy to guess',
  type: 'does not fit',
  unchanged: 'is the present one',
  unknown: 'is not known',
  wrong: 'does not match',
};

export const fieldGeneral = 'does not fit';
