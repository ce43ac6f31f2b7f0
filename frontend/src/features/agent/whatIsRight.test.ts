import { describe, expect, it, vi } from 'vitest';
import { Problem } from '#shared/api/problem.ts';
import { putWhatIsRight } from './whatIsRight.ts';

const wrong = (...fields: string[]) =>
  new Problem(422, { code: 'invalid', errors: fields.map((field) => ({ field, code: 'format' })) });

describe('saving a form half typed', () => {
  it('sends it once when all is right', async () => {
    const put = vi.fn().mockResolvedValue(7);
    expect(await putWhatIsRight({ a: 1 }, put)).toEqual({ answer: 7, problem: undefined });
    expect(put).toHaveBeenCalledTimes(1);
  });
  it('leaves out what is wrong, and says what', async () => {
    const put = vi.fn().mockRejectedValueOnce(wrong('other.name')).mockResolvedValue(8);
    const { answer, problem } = await putWhatIsRight({ a: 1, other: {} }, put);
    expect(put).toHaveBeenLastCalledWith({ a: 1 });
    expect([answer, problem?.fields[0]?.field]).toEqual([8, 'other.name']);
  });
  it('sends nothing when nothing is right', async () => {
    const put = vi.fn().mockRejectedValue(wrong('a'));
    expect((await putWhatIsRight({ a: 1 }, put)).answer).toBeUndefined();
    expect(put).toHaveBeenCalledTimes(1);
  });
  it('passes on every other refusal', async () => {
    const put = vi.fn().mockRejectedValue(new Problem(412, { code: 'stale' }));
    await expect(putWhatIsRight({ a: 1 }, put)).rejects.toMatchObject({ status: 412 });
  });
});
