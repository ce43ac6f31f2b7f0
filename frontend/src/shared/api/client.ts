/* The only door to the API. Types come from the description (schema.d.ts); a refusal is thrown as a Problem.

     const sale = await ok(api.GET('/sales/{id}', { params: { path: { id } } }));
*/
import createClient from 'openapi-fetch';
import { session } from '../session/session.ts';
import { networkProblem, readProblem } from './problem.ts';
import type { paths } from './schema.d.ts';

async function send(request: Request, token: string | undefined): Promise<Response> {
  if (token !== undefined) request.headers.set('Authorization', `Bearer ${token}`);
  try {
    return await fetch(request);
  } catch (error) {
    if (request.signal.aborted) throw error;
    throw networkProblem();
  }
}

/* fetch with the token; after a 401 once more with a new one, if need be after a new log-in. */
export async function authorizedFetch(request: Request): Promise<Response> {
  const again = request.clone();
  const token = await session.token();
  const response = await send(request, token);
  if (response.status !== 401) return response;
  return send(again, await session.renew(token));
}

export const api = createClient<paths>({ baseUrl: '/api/v1', fetch: authorizedFetch });

api.use({
  async onResponse({ response }) {
    if (!response.ok) throw await readProblem(response);
  },
});

type Answer<T> = { data?: T; error?: unknown; response: Response };

/* The body of an answer. Anything but success was thrown before. */
export async function ok<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data } = await answer;
  return data as T;
}

/* For media and downloads: the body as a blob, fetched with the token, which never stands in a URL. */
export async function fetchBlob(path: string, signal?: AbortSignal): Promise<Blob> {
  const response = await authorizedFetch(
    new Request(new URL(`/api/v1${path}`, window.location.origin), { signal: signal ?? null }),
  );
  if (!response.ok) throw await readProblem(response);
  return response.blob();
}

/* For raw bodies (a piece of a file or of a recording). */
export async function putBytes(
  path: string,
  body: Blob | ArrayBuffer,
  headers: Readonly<Record<string, string>> = {},
  signal?: AbortSignal,
): Promise<Response> {
  const response = await authorizedFetch(
    new Request(new URL(`/api/v1${path}`, window.location.origin), {
      method: 'PUT',
      body,
      headers: { 'Content-Type': 'application/octet-stream', ...headers },
      signal: signal ?? null,
    }),
  );
  if (!response.ok) throw await readProblem(response);
  return response;
}

/* For a text file that is a body of its own; the answer's JSON. */
export async function postText<T>(
  path: string,
  body: Blob,
  type: string,
  headers: Readonly<Record<string, string>>,
): Promise<T> {
  const response = await authorizedFetch(
    new Request(new URL(`/api/v1${path}`, window.location.origin), {
      method: 'POST',
      body,
      headers: { 'Content-Type': type, ...headers },
    }),
  );
  if (!response.ok) throw await readProblem(response);
  return (await response.json()) as T;
}

/* The header that makes an edit fail with 412 instead of overwriting somebody else's. */
export function ifMatch(version: number): { 'If-Match': string } {
  return { 'If-Match': `"${version}"` };
}
