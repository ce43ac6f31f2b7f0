import { describe, expect, it, vi } from 'vitest';
import { PieceQueue } from './pieces.ts';

const piece = (text: string) => new Blob([text]);

function queue(answers: (Error | undefined)[], final: (error: unknown) => boolean = () => false) {
  const sent: number[] = [];
  const waits: number[] = [];
  const q = new PieceQueue({
    send: (n) => {
      sent.push(n);
      const answer = answers.shift();
      return answer ? Promise.reject(answer) : Promise.resolve();
    },
    isFinal: final,
    later(ms, work) {
      waits.push(ms);
      work();
    },
    changed: vi.fn(),
  });
  return { q, sent, waits };
}

describe('pieces', () => {
  it('go in order, one after the other', async () => {
    const { q, sent } = queue([]);
    q.push(piece('a'));
    q.push(piece('b'));
    await q.drained();
    expect(sent).toEqual([0, 1]);
    expect(q.stored).toBe(2);
  });
  it('are sent again until the server has them', async () => {
    const { q, sent, waits } = queue([new Error('line'), new Error('line'), undefined]);
    q.push(piece('a'));
    await q.drained();
    expect(sent).toEqual([0, 0, 0]);
    expect(waits).toEqual([500, 1000]);
    expect([q.stored, q.failing]).toEqual([1, false]);
  });
  it('stop when the recording is closed', async () => {
    const { q, sent } = queue([new Error('closed')], () => true);
    q.push(piece('a'));
    q.push(piece('b'));
    await q.drained();
    expect(sent).toEqual([0]);
    expect([q.stored, q.total, q.failing]).toEqual([0, 2, true]);
  });
});
