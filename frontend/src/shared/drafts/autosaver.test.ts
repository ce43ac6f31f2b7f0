import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Problem, asProblem, networkProblem } from '../api/problem.ts';
import { Autosaver, type SaveContext } from './autosaver.ts';

interface Sent extends SaveContext {
  value: string;
}

let sent: Sent[];
let answers: (number | Problem | Promise<number>)[];

function saver() {
  return new Autosaver<string>(
    {
      async save(value, context) {
        sent.push({ value, ...context });
        const answer = await (answers.shift() ?? context.version + 1);
        if (answer instanceof Problem) throw answer;
        return { version: answer };
      },
      asProblem,
      now: () => Date.now(),
      later(ms, work) {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
      changed: () => undefined,
    },
    1,
  );
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  sent = [];
  answers = [];
});

describe('saving while typing', () => {
  it('waits for a pause, and not longer than a second', async () => {
    const s = saver();
    for (const value of ['a', 'ab', 'abc', 'abcd', 'abcde', 'abcdef']) {
      s.change(value);
      await vi.advanceTimersByTimeAsync(180);
    }
    expect(sent.map((x) => x.value)).toEqual(['abcde']);
    expect(Date.now()).toBeLessThanOrEqual(1_080);
    await vi.advanceTimersByTimeAsync(400);
    expect(sent.at(-1)).toEqual({ value: 'abcdef', version: 2, last: false });
    expect(s.status).toMatchObject({ kind: 'saved' });
  });

  it('sends one at a time, and what was typed meanwhile afterwards with the new version', async () => {
    let answer: (version: number) => void = () => {};
    answers = [new Promise<number>((resolve) => (answer = resolve))];
    const s = saver();
    s.change('a');
    await vi.advanceTimersByTimeAsync(400);
    s.change('ab');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sent).toHaveLength(1);
    answer(7);
    await vi.advanceTimersByTimeAsync(0);
    expect(sent[1]).toEqual({ value: 'ab', version: 7, last: false });
  });

  it('keeps the value over a broken line and tries again', async () => {
    answers = [networkProblem(), 2];
    const s = saver();
    s.change('a');
    await vi.advanceTimersByTimeAsync(400);
    expect(s.status.kind).toBe('failed');
    expect(s.unsaved).toBe(true);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(sent.map((x) => x.value)).toEqual(['a', 'a']);
    expect(s.status.kind).toBe('saved');
  });

  it('does not repeat what was refused for good, until it is changed', async () => {
    answers = [new Problem(422, { code: 'invalid' })];
    const s = saver();
    s.change('a');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(1);
    s.change('b');
    await vi.advanceTimersByTimeAsync(400);
    expect(sent[1]?.value).toBe('b');
  });

  it('sends at once when the page goes, also while a save is under way', async () => {
    answers = [new Promise<number>(() => {})];
    const s = saver();
    s.change('a');
    await vi.advanceTimersByTimeAsync(400);
    s.change('ab');
    void s.flush(true);
    expect(sent[1]).toEqual({ value: 'ab', version: 2, last: true });
  });
});

describe('what grows by itself', () => {
  it('goes every ten seconds, not with every second of it', async () => {
    const s = saver();
    for (let second = 1; second <= 60; second += 1) {
      s.grow(`${second}`);
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(sent.length).toBeGreaterThanOrEqual(5);
    expect(sent.length).toBeLessThanOrEqual(6);
    expect(s.status.kind).toBe('saved');
  });

  it('rides along with what is typed, and does not hold it up', async () => {
    const s = saver();
    s.grow('1');
    s.change('1 and a word');
    s.grow('2 and a word');
    await vi.advanceTimersByTimeAsync(400);
    expect(sent.map((x) => x.value)).toEqual(['2 and a word']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(1);
  });

  it('goes when the page goes, or a command needs it', async () => {
    const s = saver();
    s.grow('1');
    await s.flush();
    s.grow('2');
    void s.flush(true);
    expect(sent.map((x) => x.value)).toEqual(['1', '2']);
  });
});

describe('somebody else was faster', () => {
  async function conflict() {
    answers = [new Problem(412, { code: 'stale' })];
    const s = saver();
    s.change('mine');
    await vi.advanceTimersByTimeAsync(400);
    s.change('mine too');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(s.status.kind).toBe('conflict');
    expect(sent).toHaveLength(1);
    return s;
  }

  it('mine is sent over theirs when the person says so', async () => {
    const s = await conflict();
    s.resolve(9, true);
    await vi.advanceTimersByTimeAsync(0);
    expect(sent[1]).toEqual({ value: 'mine too', version: 9, last: false });
  });

  it('theirs stays otherwise', async () => {
    const s = await conflict();
    s.resolve(9, false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(1);
    expect([s.unsaved, s.version]).toEqual([false, 9]);
  });
});
