/* The service clock: what the server calls now. Rules, validity, timers and the times on the screen follow it; the
   computer's own clock may be wrong, and the demo moves the service clock. */

let offset_ms = 0;
const listeners = new Set<() => void>();

/* Called with every statement of the server about its time: log-in, refresh, heartbeats, clock events. */
export function setServiceNow(service_ms: number, local_ms: number = Date.now()) {
  const next = service_ms - local_ms;
  /* Below a fifth of a second it is the network's delay, and timers would tremble. */
  if (Math.abs(next - offset_ms) < 200) return;
  offset_ms = next;
  for (const listener of listeners) listener();
}

export function serviceNow(): number {
  return Date.now() + offset_ms;
}

/* Between the service's time and this computer's, for what the browser alone counts (a retry, a throttle). */
export function toService(local_ms: number): number {
  return local_ms + offset_ms;
}

export function toLocal(service_ms: number): number {
  return service_ms - offset_ms;
}

export function onServiceClockMoved(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
