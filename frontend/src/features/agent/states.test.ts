import { describe, expect, it } from 'vitest';
import { mayAsk, type StateName } from './states.ts';

describe('an agent', () => {
  it.each<[StateName, boolean, boolean]>([
    ['available', true, true],
    ['talking', true, true],
    ['wrap_up', true, true],
    ['task', false, true],
    ['break', true, false],
    ['no_line', false, true],
    ['ringing', false, false],
    ['offline', false, false],
  ])('who is %s may ask for tasks: %s, for a break: %s', (state, task, rest) => {
    expect([mayAsk('task', state), mayAsk('break', state)]).toEqual([task, rest]);
  });
});
