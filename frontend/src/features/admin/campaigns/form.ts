/* A campaign as its form holds it. */
import type { components } from '#shared/api/schema.d.ts';
import type { Campaign } from '../campaigns.ts';

export type CampaignEdit = components['schemas']['CampaignEdit'];
export type Family = components['schemas']['Family'];
export type Window = components['schemas']['ContactWindow'];

export const empty: CampaignEdit = {
  code: '',
  name: '',
  operator: '',
  state: 'paused',
  dial_mode: 'progressive',
  team_ids: [],
  families: [{ family: '', name: '', kind: 'mobile' }],
  hours: [],
};

export const editOf = (campaign: Campaign): CampaignEdit => ({
  code: campaign.code,
  name: campaign.name,
  operator: campaign.operator ?? '',
  state: campaign.state,
  dial_mode: campaign.dial_mode ?? 'progressive',
  team_ids: campaign.team_ids,
  families: campaign.families,
  hours: campaign.hours ?? [],
});

/* «07:30» ↔ 450 */
export const hourOf = (minutes: number | undefined): string =>
  minutes === undefined
    ? ''
    : `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

export function minutesOf(hour: string): number | undefined {
  const [, h, m] = /^(\d{1,2}):(\d{2})$/.exec(hour) ?? [];
  return h === undefined || m === undefined ? undefined : Number(h) * 60 + Number(m);
}

/* The hours with one side of a weekday's window changed; both empty: the law's again. */
export function withHour(
  hours: readonly Window[],
  weekday: number,
  side: 'from' | 'to',
  hour: string,
): Window[] {
  const now = hours.find((window) => window.weekday === weekday);
  const minutes = minutesOf(hour);
  const others = hours.filter((window) => window.weekday !== weekday);
  if (minutes === undefined) return others;
  const changed = {
    weekday,
    from: now?.from ?? 420,
    to: now?.to ?? (weekday === 5 ? 900 : 1140),
    [side]: minutes,
  };
  return [...others, changed].sort((left, right) => left.weekday - right.weekday);
}
