import { describe, expect, it } from 'vitest';
import { documentRules, fileFits } from './fileRules.ts';
import { timerFace } from './timer.ts';

describe('the call timer', () => {
  const at = (seconds: number, quiet = false) => timerFace(1_000, 1_000 + seconds * 1000, quiet);
  it.each([
    [0, 'neutral', 350, 0],
    [279.9, 'neutral', 71, 0],
    [280, 'warn', 70, 0],
    [350, 'warn', 0, 0],
    [351, 'bad', 0, 1],
    [384, 'bad', 0, 34],
  ])('after %d s is %s', (seconds, tone, left_s, over_s) => {
    expect(at(seconds)).toMatchObject({ tone, left_s, over_s });
  });

  it('hurries nobody during identity and reading', () => {
    expect([at(300, true).tone, at(900, true).tone]).toEqual(['neutral', 'neutral']);
  });

  it('does not run backwards when the clocks disagree by a moment', () => {
    expect(at(-3).used_s).toBe(0);
  });
});

describe('a document', () => {
  const rules = documentRules('JPG, PNG o PDF');
  it.each([
    ['recibo.pdf', 'application/pdf', 100, true],
    ['foto.JPG', '', 100, true],
    ['foto.heic', 'image/heic', 100, false],
    ['foto.jpg', 'image/heic', 100, false],
    ['vacio.pdf', 'application/pdf', 0, false],
    ['grande.pdf', 'application/pdf', 10 * 1024 * 1024 + 1, false],
    ['programa.exe', '', 100, false],
  ])('%s (%s, %d bytes) fits: %s', (name, type, size, fits) => {
    expect(fileFits({ name, type, size }, rules)).toBe(fits);
  });
});
