/* What the ladder shows: offered products with their price, and how many cheaper ones stay locked and unnamed. */
import type { Rung } from '#shared/ui/OfferLadder.tsx';
import type { Call, Offer, Schemas } from './desk.ts';

export function currentOffer(call: Call): Offer | undefined {
  return call.offers?.find((offer) => offer.state === 'current');
}

export function acceptedOffers(call: Call): Offer[] {
  return (call.offers ?? []).filter((offer) => offer.state === 'accepted');
}

/* The offers of the family being offered, one of each product as it stands last. An acceptance ends a round: what was
   offered after it for another line is a round of its own. */
export function roundOf(call: Call): Offer[] {
  const all = (call.offers ?? []).filter((offer) => offer.family === call.family);
  const ended = all.findLastIndex((offer, n) => offer.state === 'accepted' && n < all.length - 1);
  const round = new Map<string, Offer>();
  for (const offer of all.slice(ended + 1)) round.set(offer.product_id, offer);
  return [...round.values()];
}

/* Which step of the ladder is being offered, or was accepted. */
export function stepOf(round: readonly Offer[]): number {
  const at = round.findIndex((offer) => offer.state !== 'rejected');
  return at < 0 ? round.length : at + 1;
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

export function rebuttalsMissing(call: Call): number {
  return Math.max(0, REBUTTALS_LEAST - rebuttalsMade(call));
}

/* One not said yet, first of those for the reason; when all were said, again from the first. */
export function rebuttalToSay(
  library: readonly Schemas['Rebuttal'][],
  call: Call,
  reason: Schemas['RejectionReason'],
): Schemas['Rebuttal'] | undefined {
  const used = new Set(call.rebuttals?.map((one) => one.rebuttal_id));
  const fitting = library.filter((one) => one.reason === reason || one.reason === undefined);
  const texts = fitting.length > 0 ? fitting : library;
  return (
    texts.find(({ id }) => !used.has(id)) ??
    library.find(({ id }) => !used.has(id)) ??
    texts[rebuttalsMade(call) % Math.max(1, texts.length)]
  );
}
