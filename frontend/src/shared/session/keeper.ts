/* Keeps who is logged in. The access token lives in this page's memory only; the refresh cookie is the browser's.
   Promises: one refresh at a time in the whole browser (a lock), its result shared with the other tabs; a session
   that ended while a form is open becomes `expired`, never `out`, so that nothing typed is lost; requests wait for
   the new log-in and go on.
   Everything outside (network, lock, channel, time) comes in, so that tests decide it. */
import { networkProblem, readProblem, type Problem } from '../api/problem.ts';
import type { components } from '../api/schema.d.ts';

export type Session = components['schemas']['Session'];
export type User = components['schemas']['User'];
export type Role = components['schemas']['Role'];

export type SessionState =
  | { readonly phase: 'starting' }
  | { readonly phase: 'out'; readonly problem?: Problem }
  | { readonly phase: 'in' | 'expired'; readonly user: User };

export type SessionMessage =
  | { readonly kind: 'session'; readonly session: Session; readonly renewAt_ms: number }
  | { readonly kind: 'out' };

export interface KeeperPorts {
  fetch(path: string, init: RequestInit): Promise<Response>;
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  broadcast(message: SessionMessage): void;
  now(): number;
  onSession(session: Session): void;
}

const RENEW_BEFORE_MS = 60_000;
const DEFAULT_LIFE_MS = 600_000;

export class SessionKeeper {
  #ports: KeeperPorts;
  #state: SessionState = { phase: 'starting' };
  #session: Session | undefined;
  #renewAt_ms = 0;
  #renewing: Promise<void> | undefined;
  #listeners = new Set<() => void>();

  constructor(ports: KeeperPorts) {
    this.#ports = ports;
  }

  get state(): SessionState {
    return this.#state;
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /* First thing on a page: the cookie may still be good. */
  async start(): Promise<void> {
    try {
      await this.#renew(undefined);
    } catch (error) {
      const problem = error as Problem;
      this.#set({ phase: 'out', ...(problem.status === 401 ? {} : { problem }) });
    }
  }

  async signIn(username: string, password: string): Promise<void> {
    const response = await this.#send('/sessions', { method: 'POST', body: { username, password } });
    await this.#accept(response);
  }

  /* `all`: on every device. The page forgets at once, whatever the network says. */
  async signOut(all = false): Promise<void> {
    try {
      await this.#send(all ? '/sessions' : '/sessions/current', {
        method: 'DELETE',
        token: await this.token(),
      });
    } finally {
      this.#leave();
      this.#ports.broadcast({ kind: 'out' });
    }
  }

  /* The token to send now; renewed beforehand when it is about to end. */
  async token(): Promise<string | undefined> {
    if (this.#session && this.#ports.now() >= this.#renewAt_ms) {
      try {
        await this.#renewOnce(this.#session.access_token);
      } catch {
        /* the request itself finds out, and says why */
      }
    }
    return this.#session?.access_token;
  }

  /* The server refused `refused`: a new token, waiting for the person to log in again where that is needed. */
  async renew(refused: string | undefined): Promise<string> {
    try {
      await this.#renewOnce(refused);
    } catch (error) {
      if ((error as Problem).status !== 401) throw error;
      await this.#loggedInAgain(error as Problem);
    }
    return this.#session?.access_token ?? '';
  }

  /* The server ended the session (its stream said so): find out whether the cookie still holds. */
  async verify(): Promise<void> {
    try {
      await this.#renewOnce(this.#session?.access_token);
    } catch (error) {
      if ((error as Problem).status === 401) this.#expire();
    }
  }

  setUser(user: User) {
    if (this.#state.phase !== 'in') return;
    this.#set({ phase: 'in', user });
  }

  /* From another tab of this browser. */
  receive(message: SessionMessage) {
    if (message.kind === 'out') this.#leave();
    else this.#adopt(message.session, message.renewAt_ms);
  }

  async #loggedInAgain(problem: Problem): Promise<void> {
    this.#expire();
    await new Promise<void>((resolve, reject) => {
      const stop = this.subscribe(() => {
        if (this.#state.phase === 'in') resolve();
        else if (this.#state.phase === 'out') reject(problem);
        else return;
        stop();
      });
      if (this.#state.phase === 'out') {
        stop();
        reject(problem);
      }
    });
  }

  #renewOnce(refused: string | undefined): Promise<void> {
    this.#renewing ??= this.#renew(refused).finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  #renew(refused: string | undefined): Promise<void> {
    return this.#ports.exclusively(async () => {
      /* While this tab waited for the lock another one may have brought a newer token. */
      if (this.#session && this.#session.access_token !== refused) return;
      await this.#accept(await this.#send('/sessions/refresh', { method: 'POST' }));
    });
  }

  async #send(path: string, init: { method: string; body?: unknown; token?: string }): Promise<Response> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (init.body !== undefined) headers['Content-Type'] = 'application/json';
    if (init.token !== undefined) headers.Authorization = `Bearer ${init.token}`;
    let response: Response;
    try {
      response = await this.#ports.fetch(path, {
        method: init.method,
        headers,
        credentials: 'same-origin',
        ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
      });
    } catch {
      throw networkProblem();
    }
    if (!response.ok) throw await readProblem(response);
    return response;
  }

  async #accept(response: Response) {
    const session = (await response.json()) as Session;
    /* Tokens live in real time, so their life is told by the answer's Date, not by this computer's clock. */
    const sent_ms = Date.parse(response.headers.get('Date') ?? '');
    const life_ms = Number.isFinite(sent_ms) ? session.expires_at - sent_ms : DEFAULT_LIFE_MS;
    const renewAt_ms = this.#ports.now() + Math.max(0, life_ms - RENEW_BEFORE_MS);
    this.#adopt(session, renewAt_ms);
    this.#ports.broadcast({ kind: 'session', session, renewAt_ms });
  }

  #adopt(session: Session, renewAt_ms: number) {
    this.#session = session;
    this.#renewAt_ms = renewAt_ms;
    this.#ports.onSession(session);
    this.#set({ phase: 'in', user: session.user });
  }

  #expire() {
    if (this.#state.phase === 'in') this.#set({ phase: 'expired', user: this.#state.user });
  }

  #leave() {
    this.#session = undefined;
    this.#set({ phase: 'out' });
  }

  #set(state: SessionState) {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
