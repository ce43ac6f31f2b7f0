import { useQuery } from '@tanstack/react-query';
import { api, ok } from '#shared/api/client.ts';
import type { components } from '#shared/api/schema.d.ts';

export type Contract = components['schemas']['Contract'];
export type Preview = components['schemas']['ContractPreview'];
export type Summary = components['schemas']['ContractSummary'];

export const useVersions = (campaign: string | undefined) =>
  useQuery({
    queryKey: ['contracts', campaign],
    enabled: campaign !== undefined,
    queryFn: () =>
      ok(
        api.GET('/campaigns/{id}/contracts', {
          params: { path: { id: campaign ?? '' }, query: { limit: 200 } },
        }),
      ),
  });

export const useContract = (id: string | undefined) =>
  useQuery({
    queryKey: ['contract', id],
    enabled: id !== undefined,
    queryFn: () => ok(api.GET('/contracts/{id}', { params: { path: { id: id ?? '' } } })),
  });

export const usePreview = (id: string, version: number) =>
  useQuery({
    queryKey: ['contract', id, 'preview', version],
    placeholderData: (last) => last,
    queryFn: () => ok(api.GET('/contracts/{id}/preview', { params: { path: { id } } })),
  });
