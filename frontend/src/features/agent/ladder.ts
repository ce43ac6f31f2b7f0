/* What the ladder shows: offered products with their price, and how many cheaper ones stay locked and unnamed. */
import type { Rung } from '#shared/ui/OfferLadder.tsx';
import type { Call, Offer } from './desk.ts';

export function currentOffer(call: Call): Offer | undefined {
  return call.offers?.find((offer) => offer.state === 'current');
}

export function acceptedOffers(call: Call): Offer[] {
  return (call.offers ?? []).filter((offer) => offer.state === 'accepted');
}

/* The offers of the family being offered, since its last acceptance. */
export function roundOf(call: Call): Offer[] {
  const round: Offer[] = [];
  for (const offer of call.offers ?? []) {
    if (offer.family !== call.family) continue;
    round.push(offer);
  }
  return round;
}

export function rungsOf(call: Call): Rung[] {
  const round = roundOf(call);
  const accepted = round.some((offer) => offer.state === 'accepted');
  const rungs: Rung[] = round.map((offer, index) => ({
    n: index + 1,
    price_cop: offer.price_cop,
    state: offer.state,
  }));
  const length = Math.max(call.ladder_length ?? 0, rungs.length);
  for (let n = rungs.length + 1; n <= length; n += 1)
    rungs.push({ n, state: accepted ? 'notOffered' : 'locked' });
  return rungs;
}

export const REBUTTALS_LEAST = 3;

export function rebuttalsMade(call: Call): number {
  return call.rebuttals?.length ?? 0;
}
