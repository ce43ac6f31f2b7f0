/* One stream for the whole browser. The tab that holds the lock reads it and passes every event on to the others
   through a channel; when it closes, the next one takes over and asks the API for what happened in between.
   The token goes in a header, so the stream is fetched, never an EventSource. */
import { api, ok } from '../api/client.ts';
import { setServiceNow } from '../clock.ts';
import { session } from '../session/session.ts';
import { asEvent, readEvent, type LiveEvent } from './events.ts';
import { FrameReader } from './frames.ts';
import { idle, step, type Line, type LineInput } from './line.ts';
import { Sequencer } from './sequencer.ts';

export interface LiveState {
  readonly phase: Line['phase'];
  readonly cutAt_ms: number | undefined; /* this computer's time */
  readonly retryAt_ms: number;
}

type TabMessage =
  | { readonly kind: 'event'; readonly event: LiveEvent }
  | { readonly kind: 'state'; readonly state: LiveState }
  | { readonly kind: 'resync' }
  | { readonly kind: 'hello' };

const TICK_MS = 1000;

class LiveHub {
  #line: Line = idle;
  #state: LiveState = { phase: 'idle', cutAt_ms: undefined, retryAt_ms: 0 };
  #sequencer = new Sequencer();
  #channel = new BroadcastChannel('cierre-live');
  #stream: AbortController | undefined;
  #leaving: AbortController | undefined;
  #leader = false;
  #stateListeners = new Set<() => void>();
  #eventListeners = new Set<(event: LiveEvent) => void>();
  #resyncListeners = new Set<() => void>();

  constructor() {
    this.#channel.onmessage = (message: MessageEvent<TabMessage>) => this.#fromTab(message.data);
  }

  get state(): LiveState {
    return this.#state;
  }

  onState = (listener: () => void) => subscribe(this.#stateListeners, listener);
  onEvent = (listener: (event: LiveEvent) => void) => subscribe(this.#eventListeners, listener);
  /* Something was missed that the API cannot tell any more: what is shown must be read anew. */
  onResync = (listener: () => void) => subscribe(this.#resyncListeners, listener);

  /* Runs until `stop`; called when somebody is logged in. */
  start() {
    if (this.#leaving) return;
    const leaving = new AbortController();
    this.#leaving = leaving;
    this.#channel.postMessage({ kind: 'hello' } satisfies TabMessage);
    void navigator.locks
      .request('cierre-live', { signal: leaving.signal }, () => this.#lead(leaving.signal))
      .catch(() => undefined); /* stopped while another tab was leading */
  }

  stop() {
    this.#leaving?.abort();
    this.#leaving = undefined;
    this.#sequencer = new Sequencer();
    this.#setState({ phase: 'idle', cutAt_ms: undefined, retryAt_ms: 0 });
  }

  async #lead(leaving: AbortSignal): Promise<void> {
    if (leaving.aborted) return;
    this.#leader = true;
    const tick = setInterval(() => this.#input({ kind: 'tick' }), TICK_MS);
    const online = () => this.#input({ kind: 'online' });
    const offline = () => this.#input({ kind: 'offline' });
    const visible = () => this.#input({ kind: 'tick' });
    const loggedIn = session.subscribe(() => {
      if (session.state.phase === 'in') this.#input({ kind: 'online' });
    });
    window.addEventListener('online', online);
    window.addEventListener('offline', offline);
    document.addEventListener('visibilitychange', visible);
    this.#input({ kind: 'start' });
    await new Promise<void>((resolve) => leaving.addEventListener('abort', () => resolve(), { once: true }));
    this.#input({ kind: 'stop' });
    this.#leader = false;
    clearInterval(tick);
    loggedIn();
    window.removeEventListener('online', online);
    window.removeEventListener('offline', offline);
    document.removeEventListener('visibilitychange', visible);
  }

  #input(input: LineInput) {
    const [line, effect] = step(this.#line, input, Date.now(), Math.random());
    const changed = line !== this.#line;
    this.#line = line;
    if (effect === 'connect') void this.#connect();
    if (effect === 'disconnect') this.#stream?.abort();
    if (changed && this.#leader) this.#share();
  }

  async #connect() {
    this.#stream?.abort();
    const stream = new AbortController();
    this.#stream = stream;
    try {
      await this.#read(stream.signal);
    } catch {
      /* a cut line and a refused one end alike: wait and try again */
    }
    if (this.#stream === stream) this.#input({ kind: 'closed' });
  }

  async #read(signal: AbortSignal) {
    if (session.state.phase === 'expired')
      return; /* the log-in dialog is open; nothing to ask until it is answered */
    const response = await fetch('/api/v1/stream', {
      headers: { Accept: 'text/event-stream', Authorization: `Bearer ${(await session.token()) ?? ''}` },
      cache: 'no-store',
      signal,
    });
    if (response.status === 401 || response.status === 410) await session.verify();
    if (!response.ok || !response.body) return;
    this.#input({ kind: 'opened' });
    void this.#catchUp(this.#sequencer.resumeAfter);
    const reader = new FrameReader();
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      this.#input({ kind: 'heard' });
      for (const frame of reader.push(text)) {
        const event = frame.data === undefined ? undefined : readEvent(frame.data);
        if (event) this.#fromStream(event);
      }
    }
  }

  #fromStream(event: LiveEvent) {
    if (typeof event.data.service_now === 'number') setServiceNow(event.data.service_now);
    if (event.type === 'session.ended') void session.verify();
    if (event.type === 'heartbeat') {
      if (event.seq !== undefined) this.#sequencer.upTo(event.seq);
      return;
    }
    const { deliver, gapAfter } = this.#sequencer.accept(event);
    this.#deliver(deliver);
    if (gapAfter !== undefined) void this.#catchUp(gapAfter);
  }

  /* Fills what was missed after `seq`; without a number (first connection of this tab) what is shown already may be
     older than the stream, so it is read anew. */
  async #catchUp(seq: number | undefined) {
    if (seq === undefined) {
      this.#resync();
      return;
    }
    const sequencer = this.#sequencer;
    sequencer.hold();
    try {
      const { events, latest } = await eventsAfter(seq);
      if (sequencer !== this.#sequencer) return; /* logged out meanwhile */
      this.#deliver(sequencer.filled(events));
      sequencer.upTo(latest);
    } catch {
      if (sequencer !== this.#sequencer) return;
      this.#deliver(sequencer.restart());
      this.#resync();
    }
  }

  #deliver(events: readonly LiveEvent[]) {
    for (const event of events) {
      this.#channel.postMessage({ kind: 'event', event } satisfies TabMessage);
      this.#emit(event);
    }
  }

  #resync() {
    this.#channel.postMessage({ kind: 'resync' } satisfies TabMessage);
    for (const listener of this.#resyncListeners) listener();
  }

  #emit(event: LiveEvent) {
    for (const listener of this.#eventListeners) listener(event);
  }

  #share() {
    const { phase, cutAt_ms, retryAt_ms } = this.#line;
    this.#setState({ phase, cutAt_ms, retryAt_ms });
    this.#channel.postMessage({ kind: 'state', state: this.#state } satisfies TabMessage);
  }

  #setState(state: LiveState) {
    const old = this.#state;
    if (old.phase === state.phase && old.cutAt_ms === state.cutAt_ms && old.retryAt_ms === state.retryAt_ms)
      return;
    this.#state = state;
    for (const listener of this.#stateListeners) listener();
  }

  #fromTab(message: TabMessage) {
    if (message.kind === 'hello') {
      if (this.#leader) this.#share();
      return;
    }
    if (!this.#leaving || this.#leader) return;
    if (message.kind === 'state') this.#setState(message.state);
    if (message.kind === 'resync') for (const listener of this.#resyncListeners) listener();
    if (message.kind === 'event') this.#follow(message.event);
  }

  /* Gaps are the leader's care; here each event only counts, so that this tab can take over. */
  #follow(event: LiveEvent) {
    const events = event.seq === undefined ? [event] : this.#sequencer.filled([event]);
    for (const next of events) this.#emit(next);
  }
}

/* All of ours after `after`, page by page: a page that brings nothing is the last. */
async function eventsAfter(after: number): Promise<{ events: LiveEvent[]; latest: number }> {
  const events: LiveEvent[] = [];
  for (;;) {
    const page = await ok(api.GET('/events', { params: { query: { after } } }));
    const next = page.items.map(asEvent).filter((event) => event !== undefined);
    events.push(...next);
    const last = next.at(-1)?.seq ?? page.latest;
    if (next.length === 0 || last >= page.latest) return { events, latest: page.latest };
    after = last;
  }
}

function subscribe<T>(set: Set<T>, listener: T): () => void {
  set.add(listener);
  return () => {
    set.delete(listener);
  };
}

export const live = new LiveHub();
