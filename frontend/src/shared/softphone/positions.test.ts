import { describe, expect, it } from 'vitest';
import { Positions } from './positions.ts';

describe('positions in the sound', () => {
  it('count from the first sample, by the clock of the audio', () => {
    const positions = new Positions();
    expect(positions.at(12)).toBeUndefined();
    positions.start(12.5);
    expect([positions.at(12.5), positions.at(14.0004), positions.at(12)]).toEqual([0, 1500, 0]);
  });
  it('do not begin anew when the recorder says again that it began', () => {
    const positions = new Positions();
    positions.start(1);
    positions.start(5);
    expect(positions.at(6)).toBe(5000);
  });
  it('tell each silence once, from its first sign to its end', () => {
    const positions = new Positions();
    positions.start(10);
    positions.silence(11);
    positions.silence(12);
    expect(positions.silenced).toBe(true);
    expect(positions.unsilence(15.25)).toEqual({ from_ms: 1000, to_ms: 5250 });
    expect(positions.unsilence(16)).toBeUndefined();
    expect(positions.silenced).toBe(false);
  });
  it('take a silence that was wanted before the recorder ran from the beginning', () => {
    const positions = new Positions();
    positions.silence(3);
    positions.start(4);
    expect(positions.unsilence(6)).toEqual({ from_ms: 0, to_ms: 2000 });
  });
});
