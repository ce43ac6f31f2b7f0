import { describe, expect, it } from 'vitest';
import { carriedOf, nextEntry, type Activation } from './byHand.ts';
import type { Sale } from './sale.ts';

const service = { n: 1, name: 'Móvil', state: 'to_load', tries: 0 } as const;
const none: Activation = { id: 'a', by_hand: true, version: 0, services: [service] };
const prepared: Activation = { ...none, line: { reference: 'L' }, rate: { code: 'T' }, personal_data_at: 1 };

const sale = {
  id: 's',
  version: 1,
  state: 'activating',
  customer: {
    full_name: 'Ana Ejemplo Prueba',
    document_type: 'cc',
    document_number: '1000000101',
    city: 'Cali',
  },
  products: [
    { n: 1, name: 'Móvil 60', price_cop: 60000, line: { purpose: 'this_number', number: '+573000000101' } },
    { n: 2, name: 'Hogar', price_cop: 90000, line: { purpose: 'home_address', address: 'Calle 1 # 2-3' } },
  ],
} as unknown as Sale;

describe('what is entered next', () => {
  it.each([
    ['the line', none, { step: 'line' }],
    ['the rate', { ...none, line: {} }, { step: 'rate' }],
    ['the personal data', { ...none, line: {}, rate: {} }, { step: 'personal' }],
    ['the first open service', prepared, { step: 'services', n: 1 }],
    [
      'a service that nobody is sure of',
      {
        ...prepared,
        services: [
          { ...service, state: 'loaded' },
          { ...service, n: 2, state: 'unconfirmed' },
        ],
      },
      { step: 'services', n: 2 },
    ],
    ['nothing', { ...prepared, services: [{ ...service, state: 'loaded' }] }, undefined],
  ] as const)('%s', (_, activation, next) => {
    expect(nextEntry(activation as Activation)).toEqual(next);
  });
});

describe('what is carried', () => {
  const names = (step: 'line' | 'rate' | 'personal' | 'services', n?: number) =>
    carriedOf(sale, prepared, { step, ...(n ? { n } : {}) }).map((row) => row.id);

  it('is what the step needs, without what is not there', () => {
    expect(names('line')).toEqual(['number-1', 'address-2', 'full_name', 'document_number']);
    expect(names('rate')).toEqual(['product-1', 'price-1', 'product-2', 'price-2']);
    expect(names('personal')).toEqual(['full_name', 'document_number', 'city']);
    expect(names('services', 2)).toEqual(['product-2', 'price-2', 'rate']);
  });
});
