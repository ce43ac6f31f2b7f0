/* The agent's desk: one reading (GET /agents/me) that everything on these screens is drawn from. A command's answer goes
   into it at once; events make it old. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ok } from '#shared/api/client.ts';
import type { components } from '#shared/api/schema.d.ts';

export type Schemas = components['schemas'];
export type Desk = Schemas['Desk'];
export type Call = Schemas['Call'];
export type Sale = Schemas['Sale'];
export type Offer = Schemas['Offer'];
export type Reading = Schemas['Reading'];
export type Attempt = Schemas['IdentityAttempt'];
export type Task = Schemas['Task'];

export const deskKey = ['desk'] as const;
const stays = { staleTime: Infinity } as const;

export function useDesk() {
  return useQuery({ queryKey: deskKey, queryFn: () => ok(api.GET('/agents/me')) });
}

export function useTasks() {
  return useQuery({ queryKey: ['tasks'], queryFn: () => ok(api.GET('/tasks')) });
}

/* The families that the call's campaign sells, in its order. */
export function useFamilies(campaignId: string) {
  const { data } = useQuery({
    queryKey: ['campaigns'],
    queryFn: () => ok(api.GET('/campaigns', { params: { query: { limit: 200 } } })),
    ...stays,
  });
  return data?.items.find((campaign) => campaign.id === campaignId)?.families ?? [];
}

export function useRebuttals(campaignId: string) {
  return useQuery({
    queryKey: ['rebuttals', campaignId],
    queryFn: () => ok(api.GET('/campaigns/{id}/rebuttals', { params: { path: { id: campaignId } } })),
    ...stays,
  });
}

/* Puts what a command answered into the desk, and asks for the rest. */
export function useDeskUpdate() {
  const client = useQueryClient();
  const keep = (part: Partial<Desk>) =>
    client.setQueryData<Desk>(deskKey, (desk) => (desk ? { ...desk, ...part } : desk));
  return {
    keep /* what saves itself while a person types: nothing else changes by it */,
    put: (part: Partial<Desk>) => {
      keep(part);
      void client.invalidateQueries({ queryKey: deskKey });
    },
    refresh: () => void client.invalidateQueries({ queryKey: deskKey }),
    refreshed: async () => {
      await client.invalidateQueries({ queryKey: deskKey });
      return client.getQueryData<Desk>(deskKey); /* what the screen is about to be drawn from */
    },
  };
}

/* The call that is not done with: up, or waiting for its disposition. */
export function openCall(desk: Desk | undefined): Call | undefined {
  const call = desk?.call;
  if (!call || call.state === 'dialing') return undefined;
  return call.state === 'ended' && call.disposition ? undefined : call;
}

/* Calls that end with a disposition; own work on a sale ends with the line. */
export function wantsDisposition({ kind }: Call): boolean {
  return kind === 'dialed' || kind === 'redial';
}

/* A disposition that can still be taken back, and until when. */
export function undoUntil(desk: Desk | undefined, now_ms: number): number | undefined {
  const until = desk?.call?.disposition?.final_at;
  return until !== undefined && until > now_ms ? until : undefined;
}

/* The contract is being read now. */
export function isReading(desk: Desk | undefined): boolean {
  return desk?.call?.state === 'talking' && desk.reading?.state === 'open';
}

/* A code or answers are being said: nothing of it is kept, whichever screen is open. */
export function isSecret(desk: Desk | undefined): boolean {
  const state = desk?.attempt?.state;
  return (
    desk?.call?.state === 'talking' && (state === 'code_sent' || state === 'questions' || state === 'by_hand')
  );
}
