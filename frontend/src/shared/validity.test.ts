import { expect, it } from 'vitest';
import { urgencyOf } from './validity.ts';

it.each([
  [99, 'wait'],
  [100, 'warn'],
  [199, 'warn'],
  [200, 'bad'],
  [300, 'bad'],
])('at %i the end is %s', (now, urgency) => {
  expect(urgencyOf({ warn_at: 100, urgent_at: 200, ends_at: 300 }, now)).toBe(urgency);
});
