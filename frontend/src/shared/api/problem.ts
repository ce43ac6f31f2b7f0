/* What the server (or the network) refused, as RFC 9457 says it. The screen's words come from the catalogue by
   `code`; `detail` is for operators and never shown. */

export interface FieldProblem {
  readonly field: string;
  readonly code: string;
}

export class Problem extends Error {
  readonly status: number; /* 0 when no answer came */
  readonly code: string;
  readonly fields: readonly FieldProblem[];
  readonly requestId: string | undefined;
  readonly until: number | undefined; /* from when it may be tried again, UTC ms */
  readonly missing: number | undefined; /* how many are still missing */
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Readonly<Record<string, unknown>>, requestId?: string) {
    const code = typeof body.code === 'string' ? body.code : codeOfStatus(status);
    super(typeof body.detail === 'string' ? body.detail : code);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.body = body;
    this.fields = Array.isArray(body.errors) ? body.errors.filter(isFieldProblem) : [];
    this.requestId = typeof body.request_id === 'string' ? body.request_id : requestId;
    this.until = typeof body.until === 'number' ? body.until : undefined;
    this.missing = typeof body.missing === 'number' ? body.missing : undefined;
  }

  /* True when nobody knows whether the server did it: the same request may be sent again with its key. */
  get outcomeUnknown(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}

function isFieldProblem(value: unknown): value is FieldProblem {
  const item = value as Partial<FieldProblem> | null;
  return typeof item?.field === 'string' && typeof item.code === 'string';
}

function codeOfStatus(status: number): string {
  if (status === 0) return 'network';
  if (status === 413) return 'too_large';
  if (status === 429) return 'throttled';
  if (status === 502 || status === 503 || status === 504) return 'unavailable';
  return status >= 500 ? 'broken' : 'refused';
}

export async function readProblem(response: Response): Promise<Problem> {
  const requestId = response.headers.get('X-Request-Id') ?? undefined;
  let body: unknown;
  try {
    body = await response.json();
  } catch {
    body = undefined; /* a proxy's page, not ours */
  }
  const record = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  return new Problem(response.status, record, requestId);
}

export function networkProblem(): Problem {
  return new Problem(0, { code: 'network' });
}

/* Whatever was thrown, as a Problem. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(0, { code: 'broken', detail: error instanceof Error ? error.message : String(error) });
}

/* The code people read out to support: its first eight signs, in two groups. Copying gives the whole. */
export function shortRequestCode(requestId: string): string {
  const head = requestId.replaceAll('-', '').slice(0, 8).toUpperCase();
  return head.length > 4 ? `${head.slice(0, 4)}-${head.slice(4)}` : head;
}
