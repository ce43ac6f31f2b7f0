import { describe, expect, it } from 'vitest';
import { FrameReader } from './frames.ts';
import { SILENCE_MS, backOff, idle, step, type Line, type LineInput } from './line.ts';
import { Sequencer } from './sequencer.ts';
import { readEvent, type LiveEvent } from './events.ts';

function play(inputs: readonly [number, LineInput['kind']][], from: Line = idle) {
  const effects: string[] = [];
  let line = from;
  for (const [now_ms, kind] of inputs) {
    const [next, effect] = step(line, { kind }, now_ms, 0);
    line = next;
    if (effect) effects.push(`${now_ms} ${effect}`);
  }
  return { line, effects };
}

describe('the line', () => {
  it('connects, and a message keeps it alive', () => {
    const { line, effects } = play([
      [0, 'start'],
      [100, 'opened'],
      [15_000, 'heard'],
      [15_000 + SILENCE_MS, 'tick'],
    ]);
    expect(line.phase).toBe('live');
    expect(effects).toEqual(['0 connect']);
  });

  it('is cut by silence longer than a late heartbeat', () => {
    const { line, effects } = play([
      [0, 'start'],
      [100, 'opened'],
      [101 + SILENCE_MS, 'tick'],
    ]);
    expect(line).toMatchObject({ phase: 'waiting', cutAt_ms: 101 + SILENCE_MS });
    expect(effects).toEqual(['0 connect', `${101 + SILENCE_MS} disconnect`]);
  });

  it('remembers when the cut began over many failed tries, and waits longer each time', () => {
    const { line, effects } = play([
      [0, 'start'],
      [1, 'opened'],
      [1_000, 'closed'],
      [1_999, 'tick'],
      [2_000, 'tick'],
      [2_100, 'closed'],
      [4_099, 'tick'],
      [4_100, 'tick'],
      [4_200, 'closed'],
    ]);
    expect(effects).toEqual(['0 connect', '2000 connect', '4100 connect']);
    expect(line).toMatchObject({ phase: 'waiting', failures: 3, cutAt_ms: 1_000, retryAt_ms: 8_200 });
  });

  it('is fresh again once open', () => {
    const { line } = play([
      [0, 'start'],
      [1, 'closed'],
      [1_001, 'tick'],
      [1_100, 'opened'],
    ]);
    expect(line).toMatchObject({ phase: 'live', failures: 0, cutAt_ms: undefined });
  });

  it('gives up at once when the computer goes offline, and returns at once when it is back', () => {
    const { line, effects } = play([
      [0, 'start'],
      [1, 'opened'],
      [50, 'offline'],
      [60, 'online'],
    ]);
    expect(effects).toEqual(['0 connect', '50 disconnect', '60 connect']);
    expect(line.phase).toBe('connecting');
  });

  it('stops for good', () => {
    const { line, effects } = play([
      [0, 'start'],
      [1, 'opened'],
      [2, 'stop'],
      [99_999, 'tick'],
      [99_999, 'online'],
    ]);
    expect(line).toEqual(idle);
    expect(effects).toEqual(['0 connect', '2 disconnect']);
  });

  it('waits between one and thirty seconds', () => {
    expect([1, 2, 3, 5, 6, 60].map((n) => backOff(n, 0))).toEqual([1e3, 2e3, 4e3, 16e3, 30e3, 30e3]);
    expect(backOff(6, 0.999)).toBeGreaterThanOrEqual(15_000);
    expect(backOff(1, 0.999)).toBe(1_000);
  });
});

describe('the frames', () => {
  it('are whole however the bytes are cut', () => {
    const text = ': hi\n\nid: 7\ndata: {"a":1}\n\ndata: x\ndata: y\r\n\r\n';
    const reader = new FrameReader();
    const frames = [...text].flatMap((sign) => reader.push(sign));
    expect(frames.map((f) => f.data)).toEqual([undefined, '{"a":1}', 'x\ny']);
  });

  it('that say nothing readable are no events', () => {
    expect([readEvent('hi'), readEvent('null'), readEvent('{"seq":1}')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

function event(seq: number, prev: number | null, channel = 'user.1'): LiveEvent {
  return { seq, prev, channel, type: 't', at: 0, data: {} };
}
const numbers = (events: readonly LiveEvent[]) => events.map((e) => e.seq);

describe('the sequencer', () => {
  it('passes what follows on, each once', () => {
    const s = new Sequencer();
    const got = [event(5, 2), event(5, 2), event(9, 5)].flatMap((e) => s.accept(e).deliver);
    expect(numbers(got)).toEqual([5, 9]);
    expect(s.last).toBe(9);
  });

  it('stops at a gap, asks from before it, and goes on in order', () => {
    const s = new Sequencer();
    s.accept(event(5, 2));
    expect(s.accept(event(9, 7))).toEqual({ deliver: [], gapAfter: 5 });
    expect(s.accept(event(10, 9))).toEqual({ deliver: [] });
    expect(numbers(s.filled([event(7, 5), event(9, 7)]))).toEqual([7, 9, 10]);
    expect(numbers(s.accept(event(11, 10)).deliver)).toEqual([11]);
  });

  it('counts each channel by itself', () => {
    const s = new Sequencer();
    s.accept(event(5, 2, 'user.1'));
    s.accept(event(6, 1, 'team.1'));
    expect(s.accept(event(8, 6, 'team.1')).gapAfter).toBeUndefined();
    expect(s.accept(event(9, 7, 'user.1')).gapAfter).toBe(5);
  });

  it('asks a little before the last number after an absence, and drops what it knows', () => {
    const s = new Sequencer();
    expect(s.resumeAfter).toBeUndefined();
    s.accept(event(100, 90));
    expect(s.resumeAfter).toBe(68);
    s.hold();
    expect(s.accept(event(103, 102)).deliver).toEqual([]);
    expect(numbers(s.filled([event(99, 90, 'team.1'), event(100, 90), event(102, 100)]))).toEqual([
      99, 102, 103,
    ]);
  });

  it('does not ask for the quiet past when the server said how far it is', () => {
    const s = new Sequencer();
    s.accept(event(100, 90));
    s.upTo(5_000);
    expect(s.resumeAfter).toBe(4_968);
    s.hold();
    s.upTo(9_000);
    expect(s.resumeAfter).toBe(4_968);
  });

  it('knows what the API told without naming its channel', () => {
    const s = new Sequencer();
    s.accept(event(5, 2));
    s.hold();
    s.filled([{ ...event(7, null), channel: '' }]);
    expect(numbers(s.accept(event(9, 7)).deliver)).toEqual([9]);
  });

  it('starts again with what waited when the past is gone', () => {
    const s = new Sequencer();
    s.accept(event(5, 2));
    s.hold();
    s.accept(event(900, 899));
    expect(numbers(s.restart())).toEqual([900]);
    expect(s.last).toBe(900);
  });

  it('passes on what has no number', () => {
    const s = new Sequencer();
    s.hold();
    expect(s.accept({ channel: 'kpi', type: 'kpi.changed', at: 0, data: {} }).deliver).toHaveLength(1);
  });
});
