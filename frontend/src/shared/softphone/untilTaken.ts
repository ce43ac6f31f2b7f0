/* What must reach the server however long the network is away: tried again with the same key until it is taken, or
   refused for good. Refused: undefined. */
import { asProblem, type Problem } from '../api/problem.ts';

const AGAIN_MS = [500, 1000, 2000, 4000];

/* Asking again changes nothing. */
export function isRefusal({ status }: Problem): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429;
}

export async function untilTaken<T>(
  send: (headers: { 'Idempotency-Key': string }) => Promise<T>,
  goesOn: () => boolean = () => true,
): Promise<T | undefined> {
  const headers = { 'Idempotency-Key': crypto.randomUUID() };
  for (let tries = 0; goesOn(); tries += 1) {
    try {
      return await send(headers);
    } catch (error) {
      if (isRefusal(asProblem(error))) return undefined;
      await new Promise((wake) => setTimeout(wake, AGAIN_MS[tries] ?? 4000));
    }
  }
  return undefined;
}
