/* A command to the server: one at a time, with its idempotency key, its problem for the summary, and the queries
   that it changes.

     const submit = useCommand({
       run: (input: SaleInput, { headers }) => ok(api.POST('/sales', { body: input, params: { header: headers } })),
       invalidates: [['sales']],
       onDone: (sale) => …,
     });
     submit.run(input) · submit.pending · submit.problem · submit.clear()
*/
import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useState } from 'react';
import { IdempotencyKeys } from './idempotency.ts';
import { asProblem, type Problem } from './problem.ts';

export interface CommandContext {
  readonly headers: { readonly 'Idempotency-Key': string };
}

export interface CommandOptions<Input, Output> {
  run(input: Input, context: CommandContext): Promise<Output>;
  invalidates?: readonly QueryKey[] | ((output: Output, input: Input) => readonly QueryKey[]);
  onDone?(output: Output, input: Input): void;
  onProblem?(problem: Problem, input: Input): void;
}

export interface Command<Input, Output> {
  /* Resolves with the output, or with undefined when there was a problem (it stands in `problem`). */
  run(input: Input): Promise<Output | undefined>;
  readonly pending: boolean;
  readonly problem: Problem | undefined;
  /* Grows with every problem, so that the summary takes the focus also for the same problem twice. */
  readonly problemCount: number;
  clear(): void;
}

export function useCommand<Output, Input = void>(
  options: CommandOptions<Input, Output>,
): Command<Input, Output> {
  const client = useQueryClient();
  const [keys] = useState(() => new IdempotencyKeys());
  const [problemCount, setProblemCount] = useState(0);
  const mutation = useMutation<Output, Problem, Input>({
    networkMode: 'always',
    async mutationFn(input) {
      try {
        const output = await options.run(input, { headers: { 'Idempotency-Key': keys.keyFor(input) } });
        keys.succeeded();
        return output;
      } catch (error) {
        keys.failed(error);
        throw asProblem(error);
      }
    },
    async onSuccess(output, input) {
      const changed =
        typeof options.invalidates === 'function'
          ? options.invalidates(output, input)
          : (options.invalidates ?? []);
      options.onDone?.(output, input);
      await Promise.all(changed.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
    onError(problem, input) {
      setProblemCount((count) => count + 1);
      options.onProblem?.(problem, input);
    },
  });

  return {
    run: async (input) => {
      try {
        return await mutation.mutateAsync(input);
      } catch {
        return undefined;
      }
    },
    pending: mutation.isPending,
    problem: mutation.error ?? undefined,
    problemCount,
    clear: mutation.reset,
  };
}
