import { describe, expect, it } from 'vitest';
import { shareOf, timeLeft, withColumn, type LeadList, type LeadPreview } from './leadList.ts';

const list = { size: 200, read_bytes: 50 } as LeadList;

describe('a lead list', () => {
  it('knows its share, also before anything was read', () => {
    expect(shareOf(list)).toBe(0.25);
    expect(shareOf({ ...list, read_bytes: 400 })).toBe(1);
    expect(shareOf({} as LeadList)).toBe(0);
  });
  it('tells the time left only when some of the way was seen', () => {
    expect(timeLeft({ share: 0.2, at: 1000 }, 0.21, 2000)).toBeUndefined();
    expect(timeLeft({ share: 0.2, at: 1000 }, 0.6, 5000)).toBeCloseTo(4000);
  });
  it('changes one column of its format', () => {
    const preview = {
      encoding: 'utf8',
      delimiter: 'tab',
      columns: [
        { title: 'a', column: 'other' },
        { title: 'b', column: 'phone' },
      ],
    } as LeadPreview;
    expect(withColumn(preview, 0, 'name')).toEqual({
      encoding: 'utf8',
      delimiter: 'tab',
      columns: ['name', 'phone'],
    });
  });
});
