import { describe, expect, it } from 'vitest';
import { wholeLine } from './lines.ts';

describe('what a product is for', () => {
  it('needs nothing more for this number or a new line', () => {
    expect(wholeLine({ purpose: 'this_number', number: '1' })).toEqual({ purpose: 'this_number' });
    expect(wholeLine({ purpose: 'new_line' })).toEqual({ purpose: 'new_line' });
  });
  it('waits for the whole number', () => {
    expect(wholeLine({ purpose: 'other_number', number: '300 000 01' })).toBeUndefined();
    expect(wholeLine({ purpose: 'other_number', number: '300 000 0102' })).toEqual({
      purpose: 'other_number',
      number: '300 000 0102',
    });
  });
  it('takes a ported number without its NIP, never with half of it', () => {
    const ported = { purpose: 'ported', number: '3000000102', operator: 'Operador Muestra' } as const;
    expect(wholeLine({ ...ported, nip: '' })).toEqual(ported);
    expect(wholeLine({ ...ported, nip: '123' })).toBeUndefined();
    expect(wholeLine({ ...ported, nip: '12345' })).toEqual({ ...ported, nip: '12345' });
  });
  it('wants address and city for a home', () => {
    expect(wholeLine({ purpose: 'home_address', address: 'Calle 1 # 2-34', city: '' })).toBeUndefined();
  });
});
