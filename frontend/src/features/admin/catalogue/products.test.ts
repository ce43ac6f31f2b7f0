import { describe, expect, it } from 'vitest';
import { pesosOf, sent, standingOf, stepOf, type Product } from './products.ts';

const product = (changes: Partial<Product>): Product => ({
  id: '1',
  campaign_id: '2',
  family: 'mobile_line',
  name: 'Plan',
  price_cop: 1,
  active: true,
  version: 1,
  ...changes,
});
const today = '2026-11-24';

describe('a product', () => {
  it('is on sale within its days', () => {
    expect(standingOf(product({}), today)).toBe('onSale');
    expect(standingOf(product({ active_until: today }), today)).toBe('onSale');
    expect(standingOf(product({ active_until: '2026-11-23' }), today)).toBe('ended');
    expect(standingOf(product({ active_from: '2026-11-25' }), today)).toBe('soon');
    expect(standingOf(product({ active: false }), today)).toBe('off');
  });

  it('has a step among those that are offered', () => {
    const ladder = [product({ id: 'a' }), product({ id: 'b', active: false }), product({ id: 'c' })];
    expect(ladder.map((one) => stepOf(ladder, one, today))).toEqual([1, undefined, 2]);
  });

  it('is sent without what was left empty', () => {
    const values = { family: 'f', name: 'n', price_cop: 1, sim: 'never', active: true } as const;
    expect(
      sent({ ...values, features: ['10 GB', ' '], pitch: '', active_from: '', active_until: today }),
    ).toEqual({
      ...values,
      features: ['10 GB'],
      pitch: null,
      active_from: null,
      active_until: today,
    });
    expect(pesosOf('$ 64.900')).toBe(64900);
  });
});
