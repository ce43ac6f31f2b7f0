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

export function useDesk() {
  return useQuery({ queryKey: deskKey, queryFn: () => ok(api.GET('/agents/me')) });
}

/* Puts what a command answered into the desk, and asks for the rest. */
export function useDeskUpdate() {
  const client = useQueryClient();
  return {
    put: (part: Partial<Desk>) => {
      client.setQueryData<Desk>(deskKey, (desk) => (desk ? { ...desk, ...part } : desk));
      void client.invalidateQueries({ queryKey: deskKey });
    },
    refresh: () => void client.invalidateQueries({ queryKey: deskKey }),
  };
}

/* The call that is not done with: up, or waiting for its disposition. */
export function openCall(desk: Desk | undefined): Call | undefined {
  const call = desk?.call;
  if (!call || call.state === 'dialing') return undefined;
  return call.state === 'ended' && call.disposition ? undefined : call;
}
