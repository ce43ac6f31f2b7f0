import { describe, expect, it } from 'vitest';
import { civilDay } from '#shared/format/formats.ts';
import type { Call, Desk } from './desk.ts';
import { callbackDays, codeAt, groups, lockOf, momentOf, type Code } from './dispositions.ts';

const call = (more: Partial<Call> = {}): Call => ({
  id: 'a',
  kind: 'dialed',
  purpose: 'commercial',
  state: 'talking',
  campaign_id: 'c',
  version: 1,
  ...more,
});
const desk = (more: Partial<Desk> = {}): Desk => ({
  state: { id: 'u', state: 'talking', since: 0, version: 1 },
  service_now: 0,
  dialing: { open: true },
  today: { n: {} },
  ...more,
});
const rebuttal = { offer: 1, at: 0 };

describe('what a disposition lacks', () => {
  it('counts the rebuttals of a refusal', () => {
    expect(lockOf('not_interested', call({ rebuttals: [rebuttal] }), desk())).toEqual({ missing: 2 });
    expect(
      lockOf('not_interested', call({ rebuttals: [rebuttal, rebuttal, rebuttal] }), desk()),
    ).toBeUndefined();
  });
  it('tells what was offered in this talk from what came along', () => {
    const offer = { n: 1, product_id: 'p', family: 'f', name: 'P', price_cop: 1, state: 'rejected' } as const;
    const carried = { connected_at: 10, offers: [{ ...offer, at: 5 }] };
    expect(lockOf('no_answer', call(carried), desk())).toBeUndefined();
    expect(lockOf('no_answer', call({ ...carried, kind: 'redial' }), desk())).toBe('offered');
    expect(lockOf('no_answer', call({ ...carried, connected_at: 5 }), desk())).toBe('offered');
  });
  it('leaves to the line what only the line can say', () => {
    expect(lockOf('dropped', call(), desk())).toBe('lineOpen');
    expect(lockOf('dropped', call({ state: 'ended', end_reason: 'dropped' }), desk())).toBeUndefined();
    expect(lockOf('hung_up_after_offer', call({ state: 'ended', end_reason: 'dropped' }), desk())).toBe(
      'lineDiffers',
    );
  });
  it('knows a sale of this call from one of another', () => {
    const sale = { id: 's', state: 'submitted', products: [], customer: {}, version: 1 } as const;
    expect(
      lockOf('sale', call(), desk({ sale: { ...sale, call_id: 'a' } as Desk['sale'] & object })),
    ).toBeUndefined();
    expect(
      lockOf('callback', call(), desk({ sale: { ...sale, call_id: 'a' } as Desk['sale'] & object })),
    ).toBe('sold');
    expect(lockOf('sale', call(), desk({ sale: { ...sale, call_id: 'b' } as Desk['sale'] & object }))).toBe(
      'noSale',
    );
  });
  it('lets a failed identity check be tried again, a closed one only be closed', () => {
    const attempt = { id: 'i', sale_id: 's', number: 2, method: 'sms', state: 'failed' } as const;
    const waits = desk({ attempt: { ...attempt, next: 'wait' } });
    const sale = { id: 's', state: 'draft', products: [], customer: {}, version: 1 } as const;
    const closed = desk({
      sale: sale as unknown as Desk['sale'] & object,
      attempt: { ...attempt, next: 'closed' },
    });
    expect([lockOf('identity_retry', call(), waits), lockOf('identity_closed', call(), waits)]).toEqual([
      undefined,
      'noThird',
    ]);
    expect([lockOf('identity_retry', call(), closed), lockOf('identity_closed', call(), closed)]).toEqual([
      'noIdentity',
      undefined,
    ]);
  });
  it('never locks a request not to be called', () => {
    expect(lockOf('do_not_call', call(), desk())).toBeUndefined();
  });
});

describe('two digits', () => {
  it('name every disposition an agent may give, once', () => {
    const all = groups.flatMap((row, group) => row.codes.map((_, n) => codeAt(group, n + 1)));
    expect(new Set(all).size).toBe(20);
    expect([codeAt(4, 1), codeAt(5, 1), codeAt(4, 2)]).toEqual<(Code | undefined)[]>([
      'sale',
      'not_interested',
      undefined,
    ]);
  });
});

describe('calling back', () => {
  it('is from tomorrow within a week, never on a Sunday', () => {
    const tuesday = Date.parse('2026-11-24T20:00:00-05:00');
    expect(callbackDays(tuesday, civilDay)).toEqual([
      '2026-11-25',
      '2026-11-26',
      '2026-11-27',
      '2026-11-28',
      '2026-11-30',
      '2026-12-01',
    ]);
  });
  it('is meant in Bogotá', () => {
    expect(momentOf('2026-11-25', '15:30')).toBe(Date.UTC(2026, 10, 25, 20, 30));
  });
});
