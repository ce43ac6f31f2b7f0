/* Under which rules customers are called: a campaign's own facts, and its own numbers beside the defaults. */
import { useState } from 'react';
import { asProblem } from '#shared/api/problem.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Button } from '#shared/ui/Button.tsx';
import { SelectField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { Failed, Skeleton } from '#shared/ui/States.tsx';
import a from '../admin.module.css';
import { useCampaign, useChosenCampaign } from '../campaigns.ts';
import { CampaignForm } from './CampaignForm.tsx';
import { PolicyCard } from './PolicyCard.tsx';
import { campaignTexts } from './texts.ts';

export default function CampaignsScreen() {
  const t = useTexts(campaignTexts);
  const { campaigns, items, id, choose } = useChosenCampaign();
  const [making, setMaking] = useState(false);
  const campaign = useCampaign(making ? undefined : id);
  const problem = campaigns.error ?? campaign.error;
  const made = (next: string) => {
    setMaking(false);
    choose(next);
  };
  return (
    <div className={l.page}>
      <div className={l.pageHead}>
        <h1>{t.title}</h1>
        {items.length > 0 && !making && (
          <SelectField
            label={t.choose}
            value={id ?? ''}
            options={items.map((one) => ({ value: one.id, label: one.name }))}
            onChange={(event) => choose(event.target.value)}
          />
        )}
        <Button className={l.end} icon="plus" aria-pressed={making} onClick={() => setMaking(!making)}>
          {t.fresh}
        </Button>
      </div>
      {problem ? (
        <Failed title={t.failed} problem={asProblem(problem)} onRetry={() => void campaigns.refetch()} />
      ) : making || (campaigns.data && items.length === 0) ? (
        <CampaignForm key="new" onSaved={made} />
      ) : campaign.data && id ? (
        <div className={a.halves}>
          <CampaignForm key={`${id} ${campaign.data.version}`} campaign={campaign.data} onSaved={choose} />
          <PolicyCard key={id} id={id} />
        </div>
      ) : (
        <Skeleton />
      )}
    </div>
  );
}
