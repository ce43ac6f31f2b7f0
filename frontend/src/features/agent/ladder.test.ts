import { describe, expect, it } from 'vitest';
import type { Call, Offer } from './desk.ts';
import { currentOffer, rebuttalsMade, rebuttalToSay, roundOf, rungsOf, stepOf } from './ladder.ts';

const offer = (n: number, state: Offer['state'], family = 'mobile_line'): Offer => ({
  n,
  product_id: `${n}`,
  family,
  name: `Plan ${n}`,
  price_cop: 100_000 - n * 10_000,
  state,
});

const call = (offers: Offer[], more: Partial<Call> = {}): Call => ({
  id: 'a',
  kind: 'dialed',
  purpose: 'commercial',
  state: 'talking',
  campaign_id: 'c',
  version: 1,
  family: 'mobile_line',
  ladder_length: 4,
  offers,
  ...more,
});

describe('the ladder', () => {
  it('locks what is cheaper until the dearer one is rejected', () => {
    const rungs = rungsOf(call([offer(1, 'rejected'), offer(2, 'current')]));
    expect(rungs.map((rung) => rung.state)).toEqual(['rejected', 'current', 'locked', 'locked']);
    expect(rungs[2]?.price_cop).toBeUndefined();
  });
  it('leaves the rest unoffered after an acceptance', () => {
    const rungs = rungsOf(call([offer(1, 'accepted')]));
    expect(rungs.map((rung) => rung.state)).toEqual(['accepted', 'notOffered', 'notOffered', 'notOffered']);
  });
  it('shows one family at a time', () => {
    const home = call([offer(1, 'accepted'), offer(2, 'current', 'home')], {
      family: 'home',
      ladder_length: 2,
    });
    expect(rungsOf(home)).toHaveLength(2);
    expect(currentOffer(home)?.n).toBe(2);
  });
  it('begins anew for another line of the same family', () => {
    const again = call([
      offer(1, 'rejected'),
      offer(2, 'accepted'),
      { ...offer(3, 'current'), product_id: '1' },
    ]);
    expect(rungsOf(again).map((rung) => rung.state)).toEqual(['current', 'locked', 'locked', 'locked']);
  });
  it('shows a product once that the customer reconsiders', () => {
    const again = call([offer(1, 'rejected'), { ...offer(2, 'current'), product_id: '1' }]);
    expect(rungsOf(again).map((rung) => rung.state)).toEqual(['current', 'locked', 'locked', 'locked']);
  });
  it('says which step is being offered', () => {
    expect(stepOf(roundOf(call([offer(1, 'rejected'), offer(2, 'current')])))).toBe(2);
    expect(stepOf(roundOf(call([offer(1, 'rejected'), offer(2, 'rejected')])))).toBe(2);
  });
  it('counts the rebuttals made', () => {
    expect(rebuttalsMade(call([]))).toBe(0);
    expect(rebuttalsMade(call([], { rebuttals: [{ offer: 1, at: 0 }] }))).toBe(1);
  });
});

describe('the rebuttal to say', () => {
  const library = [
    { id: 'a', reason: 'permanence' as const, text: 'A', position: 1 },
    { id: 'b', reason: 'too_expensive' as const, text: 'B', position: 2 },
  ];
  const said = (...ids: string[]) =>
    call([], { rebuttals: ids.map((id) => ({ offer: 1, at: 0, rebuttal_id: id })) });
  it.each([
    [said(), 'b'],
    [said('b'), 'a'],
    [said('b', 'a'), 'b'],
  ])('fits the reason, then any not said, then again', (made, want) => {
    expect(rebuttalToSay(library, made, 'too_expensive')?.id).toBe(want);
  });
  it('is none of an empty library', () => {
    expect(rebuttalToSay([], said(), 'other')).toBeUndefined();
  });
});
