/* What a product is for: which boxes a purpose asks for, and when they are enough to be kept. */
import type { Schemas } from './desk.ts';

export type Purpose = Schemas['LinePurpose'];
export type LineBody = Schemas['Line'];
export type LineField = 'number' | 'operator' | 'nip' | 'address' | 'city';

export const everyPurpose: readonly Purpose[] = [
  'this_number',
  'other_number',
  'new_line',
  'ported',
  'home_address',
];

export const fieldsOf: Readonly<Record<Purpose, readonly LineField[]>> = {
  this_number: [],
  other_number: ['number'],
  new_line: [],
  ported: ['number', 'operator', 'nip'],
  home_address: ['address', 'city'],
};

const digits = (text: string | undefined) => (text ?? '').replace(/\D/g, '');

/* Only what the purpose asks for, or undefined while it lacks something. The NIP may follow until activation. */
export function wholeLine(line: LineBody): LineBody | undefined {
  const given: LineBody = { purpose: line.purpose };
  for (const name of fieldsOf[line.purpose]) {
    const text = line[name]?.trim() ?? '';
    if (text === '' && name === 'nip') continue;
    if (name === 'number' && digits(text).length < 10) return undefined;
    if (name === 'nip' && digits(text).length !== 5) return undefined;
    if (text.length < 3) return undefined;
    given[name] = text;
  }
  return given;
}
