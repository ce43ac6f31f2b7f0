/* A campaign's contract: which version is in force, and the draft of the next one beside it. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { asProblem } from '#shared/api/problem.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { SelectField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { Empty, Failed, Skeleton } from '#shared/ui/States.tsx';
import { useCampaign, useChosenCampaign } from '../campaigns.ts';
import s from './contracts.module.css';
import { useContract, useVersions, type Summary } from './contracts.ts';
import { Desk } from './Desk.tsx';
import { NewDraft } from './NewDraft.tsx';
import { contractTexts } from './texts.ts';

export default function ContractsScreen() {
  const t = useTexts(contractTexts);
  const { items, id, choose } = useChosenCampaign();
  const search: { contrato?: string } = useSearch({ strict: false });
  const navigate = useNavigate();
  const campaign = useCampaign(id);
  const versions = useVersions(id);
  const all = versions.data?.items ?? [];
  const shown = all.find((one) => one.id === search.contrato) ?? all[0];
  const before = all.find((one) => one.state === 'published' && one.number < (shown?.number ?? 0));
  const contract = useContract(shown?.id);
  const earlier = useContract(before?.id);
  const open = (contrato: string) =>
    void navigate({ to: '.', search: { campana: id, contrato }, replace: true });
  const choosers = (
    <>
      <SelectField
        label={t.campaign}
        value={id ?? ''}
        options={items.map((one) => ({ value: one.id, label: one.name }))}
        onChange={(event) => choose(event.target.value)}
      />
      {shown && (
        <Versions all={all} shown={shown} inForce={campaign.data?.contract_id ?? undefined} onOpen={open} />
      )}
    </>
  );
  const problem = versions.error ?? contract.error;
  if (problem)
    return <Failed title={t.failed} problem={asProblem(problem)} onRetry={() => void versions.refetch()} />;
  if (id && versions.data && all.length === 0)
    return (
      <div className={l.page}>
        <div className={l.pageHead}>
          <h1>{t.title}</h1>
          {choosers}
        </div>
        <Empty title={t.none} action={<NewDraft campaign={id} label={t.newDraft} onMade={open} />}>
          {t.noneWhy}
        </Empty>
      </div>
    );
  const waits = before !== undefined && !earlier.data;
  if (!contract.data || waits) return <Skeleton lines={8} />;
  return (
    <div className={s.screen}>
      <Desk
        key={contract.data.id}
        contract={contract.data}
        before={earlier.data}
        hasDraft={all.some((one) => one.state === 'draft')}
        choosers={choosers}
        onOpen={open}
      />
    </div>
  );
}

interface VersionsProps {
  all: readonly Summary[];
  shown: Summary;
  inForce: string | undefined;
  onOpen: (id: string) => void;
}

function Versions({ all, shown, inForce, onOpen }: VersionsProps) {
  const t = useTexts(contractTexts);
  return (
    <SelectField
      label={t.version}
      value={shown.id}
      options={all.map((one) => ({
        value: one.id,
        label: t.versionOf(one.number, one.id === inForce ? t.inForce : t.states[one.state]),
      }))}
      onChange={(event) => onOpen(event.target.value)}
    />
  );
}
