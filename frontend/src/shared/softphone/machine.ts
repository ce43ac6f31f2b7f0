/* What the softphone does with what the server says of the call. Pure: the same call twice asks for nothing twice. */

export interface LineCall {
  readonly id: string;
  readonly state: 'dialing' | 'offered' | 'talking' | 'ended';
}

export type PhonePhase = 'idle' | 'connecting' | 'talking' | 'ending';

export interface PhoneLine {
  readonly phase: PhonePhase;
  readonly callId: string | undefined;
}

export const noLine: PhoneLine = { phase: 'idle', callId: undefined };

/* connect: take an offered call; open: the line is up (also after a reload); close: it is over. */
export type PhoneAct = 'none' | 'connect' | 'open' | 'close';

export function follow(line: PhoneLine, call: LineCall | undefined): { line: PhoneLine; act: PhoneAct } {
  const stay = { line, act: 'none' as const };
  const isOver = !call || call.state === 'ended' || call.state === 'dialing';
  if (isOver || (line.callId !== undefined && line.callId !== call.id)) {
    if (line.phase === 'idle' || line.phase === 'ending') return stay;
    return { line: { ...line, phase: 'ending' }, act: 'close' };
  }
  if (line.phase === 'ending') return stay;
  if (call.state === 'offered' && line.phase === 'idle')
    return { line: { phase: 'connecting', callId: call.id }, act: 'connect' };
  if (call.state === 'talking' && line.phase !== 'talking')
    return { line: { phase: 'talking', callId: call.id }, act: 'open' };
  return stay;
}
