import { useState } from 'react';
import { asProblem, type Problem } from '#shared/api/problem.ts';
import { session } from '#shared/session/session.ts';

export interface SignIn {
  readonly problem: Problem | undefined;
  readonly tries: number; /* failed ones, so that the summary takes the focus each time */
  readonly busy: boolean;
  run(username: string, password: string): Promise<void>;
}

export function useSignIn(initial?: Problem): SignIn {
  const [problem, setProblem] = useState(initial);
  const [tries, setTries] = useState(0);
  const [busy, setBusy] = useState(false);
  return {
    problem,
    tries,
    busy,
    async run(username, password) {
      setBusy(true);
      setProblem(undefined);
      try {
        await session.signIn(username, password);
      } catch (error) {
        setProblem(asProblem(error));
        setTries((count) => count + 1);
      } finally {
        setBusy(false);
      }
    },
  };
}
