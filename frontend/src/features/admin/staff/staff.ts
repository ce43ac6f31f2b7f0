/* People and teams as the server has them. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, ok } from '#shared/api/client.ts';
import type { components } from '#shared/api/schema.d.ts';

export type Staff = components['schemas']['Staff'];
export type Team = components['schemas']['Team'];
export type Role = components['schemas']['Role'];

export const roles: readonly Role[] = ['agent', 'backoffice', 'quality', 'supervisor', 'admin'];

export interface Filter {
  readonly role: Role | undefined;
  readonly team_id: string | undefined;
}

export const useTeams = () => useQuery({ queryKey: ['teams'], queryFn: () => ok(api.GET('/teams')) });

export const useStaff = ({ role, team_id }: Filter) =>
  useInfiniteQuery({
    queryKey: ['staff', role, team_id],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      ok(
        api.GET('/users', {
          params: {
            query: {
              limit: 100,
              ...(role && { role }),
              ...(team_id && { team_id }),
              ...(pageParam && { after: pageParam }),
            },
          },
        }),
      ),
    getNextPageParam: (page) => page.next ?? undefined,
  });

/* How many teams a role has. */
export const teamsOf = (role: Role): 'one' | 'some' | 'none' =>
  role === 'agent' ? 'one' : role === 'supervisor' ? 'some' : 'none';

/* The teams that a change of role leaves. */
export function fitTeams(role: Role, team_ids: readonly string[]): string[] {
  const kept = { one: 1, some: team_ids.length, none: 0 }[teamsOf(role)];
  return team_ids.slice(0, kept);
}
