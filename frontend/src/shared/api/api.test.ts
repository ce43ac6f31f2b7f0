import { describe, expect, it } from 'vitest';
import { IdempotencyKeys } from './idempotency.ts';
import { Problem, networkProblem, readProblem, shortRequestCode } from './problem.ts';

describe('a problem', () => {
  it('carries code, fields, time and request id', async () => {
    const body = {
      code: 'invalid',
      errors: [{ field: 'phone', code: 'format' }, { nonsense: true }],
      request_id: 'abc',
      until: 7,
      missing: 2,
    };
    const problem = await readProblem(new Response(JSON.stringify(body), { status: 422 }));
    expect(problem).toMatchObject({ status: 422, code: 'invalid', requestId: 'abc', until: 7, missing: 2 });
    expect(problem.fields).toEqual([{ field: 'phone', code: 'format' }]);
  });

  it('has a code and the request id also when a proxy answered with a page', async () => {
    const response = new Response('<html>', { status: 502, headers: { 'X-Request-Id': 'edge' } });
    expect(await readProblem(response)).toMatchObject({ code: 'unavailable', requestId: 'edge' });
  });

  it('reads its request code out in two groups', () => {
    expect(shortRequestCode('7f3a0117aa55')).toBe('7F3A-0117');
  });
});

describe('the idempotency key', () => {
  const counting = () => {
    let n = 0;
    return new IdempotencyKeys(() => `k${++n}`);
  };

  it('stays while the outcome is unknown', () => {
    const keys = counting();
    const first = keys.keyFor({ a: 1 });
    keys.failed(networkProblem());
    expect(keys.keyFor({ a: 1 })).toBe(first);
    keys.failed(new Problem(503, {}));
    expect(keys.keyFor({ a: 1 })).toBe(first);
  });

  it('changes after success, after a refusal and for another input', () => {
    const keys = counting();
    const seen = [keys.keyFor({ a: 1 })];
    keys.succeeded();
    seen.push(keys.keyFor({ a: 1 }));
    keys.failed(new Problem(409, { code: 'claimed' }));
    seen.push(keys.keyFor({ a: 1 }));
    seen.push(keys.keyFor({ a: 2 }));
    expect(new Set(seen).size).toBe(4);
  });
});
