import { describe, expect, it } from 'vitest';
import { isRunning, panelOf, wasScheduled } from './sale.ts';

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
  it('is in no hurry before submission and after activation', () => {
    expect(isRunning('draft')).toBe(false);
    expect(isRunning('activating')).toBe(true);
    expect(isRunning('dispatched')).toBe(false);
  });
});
