import { describe, expect, it } from 'vitest';
import { hourOf, minutesOf, withHour } from './form.ts';

describe('a campaign’s hours', () => {
  it('are typed as a clock shows them', () => {
    expect(hourOf(450)).toBe('07:30');
    expect(hourOf(undefined)).toBe('');
    expect(minutesOf('07:30')).toBe(450);
    expect(minutesOf('7')).toBeUndefined();
  });

  it('begin from the law’s, and go back to them when emptied', () => {
    const monday = withHour([], 0, 'from', '09:00');
    expect(monday).toEqual([{ weekday: 0, from: 540, to: 1140 }]);
    expect(withHour(monday, 5, 'to', '12:00')).toEqual([...monday, { weekday: 5, from: 420, to: 720 }]);
    expect(withHour(monday, 0, 'from', '')).toEqual([]);
  });
});
