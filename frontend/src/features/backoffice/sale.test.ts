import { describe, expect, it } from 'vitest';
import { panelOf, provedBy, stepOf, wasScheduled, type Sale } from './sale.ts';

describe('a sale', () => {
  it('shows the panel of its state', () => {
    expect(panelOf('submitted')).toBe('review');
    expect(panelOf('rerecord_requested')).toBe('wait');
    expect(panelOf('returned')).toBe('dispatch');
    expect(panelOf('cancelled')).toBe('ended');
  });
  it('has a dispatch once one was scheduled', () => {
    expect(wasScheduled({})).toBe(false);
    expect(wasScheduled({ history: [{ at: 1, action: 'activate' }] })).toBe(false);
    expect(wasScheduled({ history: [{ at: 2, action: 'schedule_dispatch' }] })).toBe(true);
  });
  it.each([
    ['submitted', undefined, 0],
    ['data_requested', 'documents_pending', 3],
    ['rerecord_requested', undefined, 1],
    ['returned', undefined, 5],
    ['delivered', undefined, 6],
    ['cancelled', undefined, undefined],
  ] as const)('%s (back to %s) stands at step %s', (state, return_state, step) => {
    expect(stepOf({ state, ...(return_state && { return_state }) })).toBe(step);
  });
  it('offers for a correction the papers that are on file', () => {
    const sale = {
      documents: { id_front: 'refused', id_back: 'uploaded', utility_bill: 'accepted' },
    } as Sale;
    expect(provedBy(sale, 'birthplace')).toEqual(['id_back']);
    expect(provedBy(sale, 'other_operator_value')).toEqual(['id_back', 'utility_bill']);
    expect(provedBy(sale, 'full_name')).toEqual([]);
  });
});
