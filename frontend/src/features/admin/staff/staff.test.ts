import { describe, expect, it } from 'vitest';
import { fitTeams, teamsOf } from './staff.ts';

describe('the teams of a role', () => {
  it('are one for an agent, any for a supervisor, none for the others', () => {
    expect(teamsOf('agent')).toBe('one');
    expect(fitTeams('agent', ['a', 'b'])).toEqual(['a']);
    expect(fitTeams('agent', [])).toEqual([]);
    expect(fitTeams('supervisor', ['a', 'b'])).toEqual(['a', 'b']);
    expect(fitTeams('quality', ['a'])).toEqual([]);
  });
});
