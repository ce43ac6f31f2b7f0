/* Dispositions as the dialog shows them: groups by what happens next, two digits, and what each locked one lacks. The
   server decides; this only says beforehand what it will say. */
import type { Call, Desk, Schemas } from './desk.ts';
import { rebuttalsMade, REBUTTALS_LEAST } from './ladder.ts';

export type Code = Schemas['DispositionCode'];
export type Group = 'effective' | 'again' | 'no' | 'person' | 'line';

export const groups: readonly { readonly group: Group; readonly codes: readonly Code[] }[] = [
  { group: 'effective', codes: ['sale'] },
  { group: 'again', codes: ['callback', 'identity_retry', 'dropped'] },
  {
    group: 'no',
    codes: ['not_interested', 'do_not_call', 'contract_not_accepted', 'identity_closed', 'existing_customer'],
  },
  { group: 'person', codes: ['someone_else', 'minor', 'wrong_number', 'deceased'] },
  {
    group: 'line',
    codes: ['no_answer', 'machine', 'hung_up_before_offer', 'hung_up_after_offer', 'technical'],
  },
];

export type Lock =
  { readonly kind: 'rebuttals'; readonly missing: number } | { readonly kind: 'sale' | 'noSale' };

export function lockOf(code: Code, call: Call, desk: Desk): Lock | undefined {
  const submitted = desk.sale !== undefined && desk.sale.state !== 'draft' && desk.sale.call_id === call.id;
  if (code === 'sale') return submitted ? undefined : { kind: 'noSale' };
  if (submitted) return { kind: 'sale' };
  const missing = REBUTTALS_LEAST - rebuttalsMade(call);
  return code === 'not_interested' && missing > 0 ? { kind: 'rebuttals', missing } : undefined;
}

export const needsTime: ReadonlySet<Code> = new Set<Code>(['callback']);
export const hasNote: ReadonlySet<Code> = new Set<Code>(['callback', 'not_interested', 'technical']);
