/* The handling time against its goal: neutral, ▲ from 280 s, ■ past 350 s. During the identity check and the
   contract reading nothing may hurry the agent, so it keeps neutral there. */

export const GOAL_S = 350;
const WARN_S = 280;

export interface TimerFace {
  readonly tone: 'neutral' | 'warn' | 'bad';
  readonly used_s: number;
  readonly left_s: number;
  readonly over_s: number;
}

export function timerFace(startedAt_ms: number, now_ms: number, quiet: boolean): TimerFace {
  const used_s = Math.max(0, Math.floor((now_ms - startedAt_ms) / 1000));
  const tone = quiet || used_s < WARN_S ? 'neutral' : used_s <= GOAL_S ? 'warn' : 'bad';
  return { tone, used_s, left_s: Math.max(0, GOAL_S - used_s), over_s: Math.max(0, used_s - GOAL_S) };
}
