/* The state machine of the connection: pure, time and chance come in as arguments.

     idle ──start──> connecting ──opened──> live ──closed, silent, offline──> waiting ──(back-off)──> connecting
*/

export type LinePhase = 'idle' | 'connecting' | 'live' | 'waiting';

export interface Line {
  readonly phase: LinePhase;
  readonly failures: number; /* in a row */
  readonly heard_ms: number; /* when the last sign of life came */
  readonly retryAt_ms: number; /* while waiting */
  readonly cutAt_ms: number | undefined; /* since when there is no connection; kept until live again */
}

export type LineInput = {
  readonly kind: 'start' | 'stop' | 'opened' | 'heard' | 'closed' | 'tick' | 'online' | 'offline';
};

export type LineEffect = 'connect' | 'disconnect' | undefined;

/* Heartbeats come every 15 s; one may be late. */
export const SILENCE_MS = 20_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

export const idle: Line = { phase: 'idle', failures: 0, heard_ms: 0, retryAt_ms: 0, cutAt_ms: undefined };

/* 1 s, 2 s, 4 s … 30 s; each shortened by up to half, so that a whole floor does not return in one instant. */
export function backOff(failures: number, random: number): number {
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
  return Math.max(FIRST_WAIT_MS, Math.round(full * (1 - random / 2)));
}

function cut(line: Line, now_ms: number, random: number): Line {
  const failures = line.failures + 1;
  return {
    ...line,
    phase: 'waiting',
    failures,
    retryAt_ms: now_ms + backOff(failures, random),
    cutAt_ms: line.cutAt_ms ?? now_ms,
  };
}

function connect(line: Line, now_ms: number): [Line, LineEffect] {
  return [{ ...line, phase: 'connecting', heard_ms: now_ms }, 'connect'];
}

export function step(line: Line, input: LineInput, now_ms: number, random: number): [Line, LineEffect] {
  switch (input.kind) {
    case 'start':
      return line.phase === 'idle' ? connect(line, now_ms) : [line, undefined];
    case 'stop':
      return [idle, line.phase === 'idle' ? undefined : 'disconnect'];
    case 'opened':
      if (line.phase !== 'connecting') return [line, undefined];
      return [{ ...line, phase: 'live', failures: 0, heard_ms: now_ms, cutAt_ms: undefined }, undefined];
    case 'heard':
      return [line.phase === 'live' ? { ...line, heard_ms: now_ms } : line, undefined];
    case 'closed':
      if (line.phase !== 'connecting' && line.phase !== 'live') return [line, undefined];
      return [cut(line, now_ms, random), undefined];
    case 'offline':
      if (line.phase !== 'connecting' && line.phase !== 'live') return [line, undefined];
      return [cut(line, now_ms, random), 'disconnect'];
    case 'online':
      return line.phase === 'waiting' ? connect(line, now_ms) : [line, undefined];
    case 'tick':
      if (line.phase === 'waiting' && now_ms >= line.retryAt_ms) return connect(line, now_ms);
      if (line.phase !== 'idle' && line.phase !== 'waiting' && now_ms - line.heard_ms > SILENCE_MS)
        return [cut(line, now_ms, random), 'disconnect'];
      return [line, undefined];
  }
}
