/* Half a date must not keep the rest from being saved: what the server finds wrong is left out and told, the rest goes. */
import { asProblem, type Problem } from '#shared/api/problem.ts';

export async function putWhatIsRight<Body extends object, Answer>(
  body: Body,
  put: (body: Body) => Promise<Answer>,
): Promise<{ answer: Answer | undefined; problem: Problem | undefined }> {
  try {
    return { answer: await put(body), problem: undefined };
  } catch (error) {
    const problem = asProblem(error);
    const wrong = new Set(problem.fields.map(({ field }) => field.split('.')[0]));
    const rest = Object.entries(body).filter(([name]) => !wrong.has(name));
    if (problem.status !== 422 || rest.length === Object.keys(body).length) throw error;
    if (rest.length === 0) return { answer: undefined, problem };
    return { answer: await put(Object.fromEntries(rest) as Body), problem };
  }
}
