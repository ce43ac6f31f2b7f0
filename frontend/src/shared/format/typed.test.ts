import { describe, expect, it } from 'vitest';
import { typedDay, typedHour } from './typed.ts';

describe('a typed day', () => {
  it.each([
    ['04/05/2006', '2006-05-04'],
    ['4-5-2006', '2006-05-04'],
    ['04052006', '2006-05-04'],
    ['2006-05-04', '2006-05-04'],
    ['29/02/2024', '2024-02-29'],
    ['29/02/2023', undefined],
    ['04/05/06', undefined],
    ['04/13/2006', undefined],
    ['', undefined],
  ])('%s is %s', (text, day) => expect(typedDay(text)).toBe(day));
});

describe('a typed hour', () => {
  it.each([
    ['15:30', '15:30'],
    ['1530', '15:30'],
    ['9', '09:00'],
    ['930', '09:30'],
    ['24:00', undefined],
    ['15:60', undefined],
    ['3 pm', undefined],
    ['', undefined],
  ])('%s is %s', (text, hour) => expect(typedHour(text)).toBe(hour));
});
