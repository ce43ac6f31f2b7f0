/* Dispositions as the dialog shows them: groups by what happens next, two digits, and what each locked one lacks. The
   server decides; this only says beforehand what it will say, and where it cannot know, it locks nothing. */
import type { Call, Desk, Schemas } from './desk.ts';
import { rebuttalsMissing } from './ladder.ts';

export type Code = Schemas['DispositionCode'];
export type Band = 'noContact' | 'line' | 'contact';
export type Group = 'unanswered' | 'person' | 'cut' | 'again' | 'effective' | 'no';

interface GroupRow {
  readonly group: Group;
  readonly band: Band;
  readonly codes: readonly Code[];
}

/* In the order of their first digit. */
export const groups: readonly GroupRow[] = [
  { group: 'unanswered', band: 'noContact', codes: ['no_answer', 'busy', 'machine', 'hung_up_before_offer'] },
  { group: 'person', band: 'noContact', codes: ['someone_else', 'minor', 'wrong_number', 'deceased'] },
  { group: 'cut', band: 'line', codes: ['hung_up_after_offer', 'dropped', 'technical', 'line_failure'] },
  { group: 'again', band: 'contact', codes: ['callback', 'identity_retry'] },
  { group: 'effective', band: 'contact', codes: ['sale'] },
  {
    group: 'no',
    band: 'contact',
    codes: ['not_interested', 'contract_not_accepted', 'identity_closed', 'existing_customer', 'do_not_call'],
  },
];

export type Lock =
  | 'offered' /* there was an offer already */
  | 'lineOpen' /* only the line's report says so, and it is up */
  | 'lineDiffers' /* the line reported otherwise */
  | 'noFailure'
  | 'noIdentity'
  | 'noThird'
  | 'noReading'
  | 'noSale'
  | 'isIt' /* a correction says another */
  | 'sold' /* the call made a sale: only that can be said of it */
  | { readonly missing: number };

/* In this talk: what was offered in an earlier one is carried along, and a redial is the same talk. */
function wasOffered({ kind, offers, connected_at = 0 }: Call): boolean {
  const since_ms = kind === 'redial' ? 0 : connected_at;
  return offers?.some(({ state, at = 0 }) => state !== 'current' && at >= since_ms) ?? false;
}

function lockOfLine(call: Call, reason: Call['end_reason'], wants: Lock): Lock | undefined {
  if (call.state !== 'ended') return wants === 'noFailure' ? wants : 'lineOpen';
  return call.end_reason === reason ? undefined : wants;
}

export function lockOf(code: Code, call: Call, desk: Desk): Lock | undefined {
  const sold = desk.sale !== undefined && desk.sale.state !== 'draft' && desk.sale.call_id === call.id;
  if (code === 'sale') return sold ? undefined : 'noSale';
  if (sold) return 'sold';
  switch (code) {
    case 'no_answer':
    case 'busy':
    case 'machine':
      return wasOffered(call) ? 'offered' : undefined;
    case 'hung_up_before_offer':
      return wasOffered(call) ? 'offered' : lockOfLine(call, 'customer_hung_up', 'lineDiffers');
    case 'hung_up_after_offer':
      return lockOfLine(call, 'customer_hung_up', 'lineDiffers');
    case 'dropped':
      return lockOfLine(call, 'dropped', 'lineDiffers');
    case 'line_failure':
      return lockOfLine(call, 'failure', 'noFailure');
    case 'identity_retry':
      return desk.attempt?.state === 'failed' && desk.attempt.next !== 'closed' ? undefined : 'noIdentity';
    case 'identity_closed':
      /* Another sale's attempts may have closed the document: only the server knows. */
      if (!desk.sale) return 'noThird';
      return desk.attempt && desk.attempt.next !== 'closed' ? 'noThird' : undefined;
    case 'contract_not_accepted':
      return desk.reading?.state === 'void' || desk.reading?.state === 'unaccepted' ? undefined : 'noReading';
    case 'not_interested': {
      const missing = rebuttalsMissing(call);
      return missing > 0 ? { missing } : undefined;
    }
    default:
      return undefined;
  }
}

/* What two digits name; `group` alone after the first. */
export function codeAt(group: number, digit: number): Code | undefined {
  return groups[group]?.codes[digit - 1];
}

/* Those that want something more before they are recorded; all others close with their second digit. */
export const wantsDetail: ReadonlySet<Code> = new Set<Code>(['callback', 'do_not_call']);

const DAY_MS = 86_400_000;
const CALLBACK_DAYS = 7;

/* The days on which one may agree to call back: from tomorrow, since today had its contact; never Sundays. The server
   knows the holidays. */
export function callbackDays(now_ms: number, civilDay: (ms: number) => string): string[] {
  return Array.from({ length: CALLBACK_DAYS }, (_, n) => civilDay(now_ms + (n + 1) * DAY_MS)).filter(
    (day) => new Date(`${day}T12:00:00-05:00`).getUTCDay() !== 0,
  );
}

/* What a person in Bogotá means by a day and an hour. */
export function momentOf(day: string, hour: string): number {
  return Date.parse(`${day}T${hour}:00-05:00`);
}
