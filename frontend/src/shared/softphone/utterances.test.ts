import { describe, expect, it } from 'vitest';
import { Utterances } from './utterances.ts';

function speaker(heard = 0, failures = 0) {
  const said: number[] = [];
  const ends: (() => void)[] = [];
  let failing = failures;
  const line = new Utterances<number>(
    {
      fetch: (n) => (failing-- > 0 ? Promise.reject(new Error('line')) : Promise.resolve(n)),
      play(n) {
        said.push(n);
        return new Promise((end) => ends.push(end));
      },
    },
    heard,
  );
  const settle = async () => {
    for (let turn = 0; turn < 12; turn += 1) await Promise.resolve();
  };
  return { line, said, settle, end: () => ends.shift()?.() };
}

describe('the far end', () => {
  it('is heard from its first word, also what was said before the line opened here', async () => {
    const { line, said, settle, end } = speaker();
    line.upTo(2);
    await settle();
    expect(said).toEqual([1]);
    end();
    await settle();
    expect(said).toEqual([1, 2]);
  });
  it('says nothing twice, and fills a gap', async () => {
    const { line, said, settle, end } = speaker();
    line.upTo(1);
    line.upTo(1);
    line.upTo(3);
    for (let n = 0; n < 3; n += 1) {
      await settle();
      end();
    }
    expect(said).toEqual([1, 2, 3]);
  });
  it('goes on where it was after a reload, and repeats the last on request', async () => {
    const { line, said, settle } = speaker(4);
    line.upTo(4);
    await settle();
    expect(said).toEqual([]);
    line.repeat();
    await settle();
    expect(said).toEqual([4]);
  });
  it('is asked again when the answer was lost', async () => {
    const { line, said, settle } = speaker(0, 2);
    line.upTo(1);
    await settle();
    expect(said).toEqual([1]);
  });
  it('is silent once the line is closed', async () => {
    const { line, said, settle } = speaker();
    line.upTo(1);
    line.close();
    await settle();
    expect(said).toEqual([]);
  });
});
