/* The one session of this page, tied to the browser's lock and channel. */
import { useSyncExternalStore } from 'react';
import { setServiceNow } from '../clock.ts';
import { getPreferences, readPreferences, setPreferences } from '../i18n/preferences.ts';
import { SessionKeeper, type SessionMessage, type SessionState, type User } from './keeper.ts';

const channel = new BroadcastChannel('cierre-session');

export const session = new SessionKeeper({
  fetch: (path, init) => fetch(`/api/v1${path}`, init),
  exclusively: async (work) => await navigator.locks.request('cierre-refresh', work),
  broadcast: (message) => channel.postMessage(message),
  now: () => Date.now(),
  onSession(next) {
    setServiceNow(next.service_now);
    setPreferences(readPreferences(next.user.preferences, getPreferences()));
  },
});

channel.onmessage = (event: MessageEvent<SessionMessage>) => session.receive(event.data);

export function useSession(): SessionState {
  return useSyncExternalStore(session.subscribe, () => session.state);
}

/* Who is logged in; only for what is drawn inside the shell. */
export function useUser(): User {
  const state = useSession();
  if (state.phase !== 'in' && state.phase !== 'expired') throw new Error('nobody is logged in');
  return state.user;
}
