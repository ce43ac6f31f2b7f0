import { beforeEach, describe, expect, it, vi } from 'vitest';
import { SessionKeeper, type KeeperPorts, type Session, type SessionMessage, type User } from './keeper.ts';

const laura: User = {
  id: '1',
  name: 'Laura Ejemplo',
  username: 'laura.ejemplo',
  role: 'agent',
  team_ids: [],
  preferences: { language: 'es', theme: 'system', density: 'auto' },
};

function granted(token: string, init: { life_ms?: number } = {}): Response {
  const session: Session = {
    access_token: token,
    expires_at: 1_000_000 + (init.life_ms ?? 600_000),
    user: laura,
    service_now: 5,
  };
  return new Response(JSON.stringify(session), {
    status: 200,
    headers: { Date: new Date(1_000_000).toUTCString() },
  });
}

function refused(status: number, code: string): Response {
  return new Response(JSON.stringify({ code, request_id: 'r1' }), { status });
}

let now_ms: number;
let asked: string[];
let answers: (Response | Error)[];
let sent: SessionMessage[];
let lock: Promise<unknown>;

function keeper(over: Partial<KeeperPorts> = {}): SessionKeeper {
  return new SessionKeeper({
    fetch: (path, init) => {
      asked.push(`${init.method} ${path}`);
      const answer = answers.shift() ?? new Error('nothing prepared');
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    exclusively: (work) => {
      const run = lock.then(work);
      lock = run.catch(() => undefined);
      return run;
    },
    broadcast: (message) => sent.push(message),
    now: () => now_ms,
    onSession: () => undefined,
    ...over,
  });
}

beforeEach(() => {
  now_ms = 0;
  asked = [];
  answers = [];
  sent = [];
  lock = Promise.resolve();
});

describe('starting', () => {
  it('takes up the session that the cookie still holds, and tells the other tabs', async () => {
    answers = [granted('t1')];
    const k = keeper();
    await k.start();
    expect(k.state).toEqual({ phase: 'in', user: laura });
    expect(sent.map((m) => m.kind)).toEqual(['session']);
  });

  it('shows the log-in without a complaint when there is no session', async () => {
    answers = [refused(401, 'unauthenticated')];
    const k = keeper();
    await k.start();
    expect(k.state).toEqual({ phase: 'out' });
  });

  it('says so when the server does not answer', async () => {
    answers = [new TypeError('offline')];
    const k = keeper();
    await k.start();
    expect(k.state).toMatchObject({ phase: 'out', problem: { code: 'network' } });
  });
});

describe('renewing', () => {
  async function loggedIn() {
    answers = [granted('t1')];
    const k = keeper();
    await k.start();
    asked = [];
    return k;
  }

  it('renews a minute before the end, counted from the answer, not from this clock', async () => {
    const k = await loggedIn();
    now_ms = 539_999;
    expect(await k.token()).toBe('t1');
    answers = [granted('t2')];
    now_ms = 540_000;
    expect(await k.token()).toBe('t2');
    expect(asked).toEqual(['POST /sessions/refresh']);
  });

  it('asks once for many requests refused together', async () => {
    const k = await loggedIn();
    answers = [granted('t2')];
    const tokens = await Promise.all([k.renew('t1'), k.renew('t1'), k.renew('t1')]);
    expect(tokens).toEqual(['t2', 't2', 't2']);
    expect(asked).toHaveLength(1);
  });

  it('uses what another tab fetched while this one waited for the lock', async () => {
    const k = await loggedIn();
    let release = () => {};
    lock = new Promise<void>((resolve) => (release = resolve));
    const waiting = k.renew('t1');
    k.receive({
      kind: 'session',
      renewAt_ms: 9e9,
      session: { access_token: 't9', expires_at: 9e9, user: laura, service_now: 0 },
    });
    release();
    expect(await waiting).toBe('t9');
    expect(asked).toEqual([]);
  });

  it('keeps the form open when the session ended, and the request goes on after the new log-in', async () => {
    const k = await loggedIn();
    answers = [refused(401, 'session_ended'), granted('t3')];
    const phases: string[] = [];
    k.subscribe(() => phases.push(k.state.phase));
    const request = k.renew('t1');
    await vi.waitFor(() => expect(k.state.phase).toBe('expired'));
    await k.signIn('laura.ejemplo', 'x');
    expect(await request).toBe('t3');
    expect(phases).toEqual(['expired', 'in']);
  });

  it('gives the request up when the person leaves instead', async () => {
    const k = await loggedIn();
    answers = [refused(401, 'session_ended')];
    const request = k.renew('t1').catch((error: { code: string }) => error.code);
    await vi.waitFor(() => expect(k.state.phase).toBe('expired'));
    k.receive({ kind: 'out' });
    expect(await request).toBe('session_ended');
  });

  it('does not mistake a network failure for the end of the session', async () => {
    const k = await loggedIn();
    answers = [new TypeError('offline')];
    await expect(k.renew('t1')).rejects.toMatchObject({ code: 'network' });
    expect(k.state.phase).toBe('in');
  });
});

it('forgets at once on log-out, also when the network fails, and takes the other tabs along', async () => {
  answers = [granted('t1'), new TypeError('offline')];
  const k = keeper();
  await k.start();
  await k.signOut().catch(() => undefined);
  expect(k.state.phase).toBe('out');
  expect(await k.token()).toBeUndefined();
  expect(sent.at(-1)).toEqual({ kind: 'out' });
});
