import { describe, expect, it } from 'vitest';
import * as f from './formats.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const noon = Date.UTC(2026, 10, 24, 19, 31, 5); /* 14:31:05 in Bogotá */

describe('formats', () => {
  it.each([
    ['money', f.formatCop(64900), '$ 64.900'],
    ['money under a thousand', f.formatCop(900), '$ 900'],
    ['a discount', f.formatCop(-4900), '-$ 4.900'],
    ['a count of four digits', f.formatInteger(1204), '1.204'],
    ['a share', f.formatPercent(0.026), '2,6 %'],
    ['a rate', f.formatDecimal(0.58), '0,58'],
    ['a phone in E.164', f.formatPhone('+573000000101'), '300 000 0101'],
    ['a national phone', f.formatPhone('3000000101'), '300 000 0101'],
    ['a short number', f.formatPhone('123'), '123'],
    ['an identity card', f.formatDocument('cc', '1000000101'), 'CC 1.000.000.101'],
    ['a passport', f.formatDocument('passport', 'AB123'), 'PA AB123'],
    ['a duration', f.formatClock(192.9), '03:12'],
    ['a long duration', f.formatClock(3792), '1:03:12'],
    ['a span of seconds', f.formatSpan(48_000), '48 s'],
    ['a span of minutes', f.formatSpan(12 * 60_000), '12 min'],
    ['a span of hours', f.formatSpan(125 * 60_000), '2 h 05 min'],
    ['a span of days', f.formatSpan(27 * 3_600_000), '1 d 3 h'],
    ['a time of day', f.formatTime(noon), '14:31'],
    ['a time with seconds', f.formatTimeSeconds(noon), '14:31:05'],
    ['midnight', f.formatTime(Date.UTC(2026, 10, 24, 5)), '00:00'],
    ['a day', f.formatDay(noon), '24 nov'],
    ['a moment', f.formatMoment(noon), '24 nov, 14:31'],
    ['a moment in English', f.formatMoment(noon, 'en'), '24 nov, 14:31'],
    ['the civil day late in the evening', f.civilDay(Date.UTC(2026, 10, 25, 4, 59)), '2026-11-24'],
    ['a civil day', f.formatCivilDay('2015-03-12'), '12/03/2015'],
    ['a file', f.formatBytes(1_572_864), '1,5 MB'],
    ['initials', f.initials('Laura Ejemplo Prueba'), 'LE'],
  ])('%s', (_what, got, want) => {
    expect(plain(got)).toBe(want);
  });

  it('keeps a value on one line', () => {
    expect(f.formatCop(64900) + f.formatPhone('3000000101') + f.formatSpan(27 * 3_600_000)).not.toContain(
      ' ',
    );
  });
});
