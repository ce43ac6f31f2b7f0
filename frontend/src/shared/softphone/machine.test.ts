import { describe, expect, it } from 'vitest';
import { follow, noLine, type LineCall, type PhoneLine } from './machine.ts';

const call = (state: LineCall['state'], id = 'a'): LineCall => ({ id, state });

describe('the softphone follows the call', () => {
  it('connects an offered call by itself, once', () => {
    const first = follow(noLine, call('offered'));
    expect(first).toEqual({ line: { phase: 'connecting', callId: 'a' }, act: 'connect' });
    expect(follow(first.line, call('offered')).act).toBe('none');
  });
  it('opens the line when the server says that it is up', () => {
    const connecting: PhoneLine = { phase: 'connecting', callId: 'a' };
    expect(follow(connecting, call('talking'))).toEqual({
      line: { phase: 'talking', callId: 'a' },
      act: 'open',
    });
  });
  it('opens it again after a reload in mid-call', () => {
    expect(follow(noLine, call('talking')).act).toBe('open');
  });
  it.each([call('ended'), undefined])('closes once when the call is over', (over) => {
    const talking: PhoneLine = { phase: 'talking', callId: 'a' };
    const closed = follow(talking, over);
    expect(closed).toEqual({ line: { phase: 'ending', callId: 'a' }, act: 'close' });
    expect(follow(closed.line, over).act).toBe('none');
  });
  it('ends the old call before it takes another', () => {
    const talking: PhoneLine = { phase: 'talking', callId: 'a' };
    expect(follow(talking, call('offered', 'b')).act).toBe('close');
    expect(follow({ phase: 'ending', callId: 'a' }, call('offered', 'b')).act).toBe('none');
    expect(follow(noLine, call('offered', 'b')).act).toBe('connect');
  });
  it('does nothing while the number is being dialed', () => {
    expect(follow(noLine, call('dialing')).act).toBe('none');
  });
});
