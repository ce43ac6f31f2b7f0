/* The campaigns as every screen of the catalogue knows them, and the one that the address names. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api, ok } from '#shared/api/client.ts';
import type { components } from '#shared/api/schema.d.ts';

export type Campaign = components['schemas']['CampaignFull'];

export const useCampaigns = () =>
  useQuery({
    queryKey: ['campaigns'],
    queryFn: () => ok(api.GET('/campaigns', { params: { query: { limit: 200 } } })),
  });

export const useCampaign = (id: string | undefined) =>
  useQuery({
    queryKey: ['campaign', id],
    enabled: id !== undefined,
    queryFn: () => ok(api.GET('/campaigns/{id}', { params: { path: { id: id ?? '' } } })),
  });

/* «?campana=»; without it the first there is. */
export function useChosenCampaign() {
  const search: { campana?: string } = useSearch({ strict: false });
  const navigate = useNavigate();
  const campaigns = useCampaigns();
  const items = campaigns.data?.items ?? [];
  const id = items.find((one) => one.id === search.campana)?.id ?? items[0]?.id;
  return {
    campaigns,
    items,
    id,
    choose: (campana: string | undefined) =>
      void navigate({ to: '.', search: campana ? { campana } : {}, replace: true }),
  };
}
