/* One list on its way in: how its file will be read, then its progress, then what was left out and why. */
import { useParams } from '@tanstack/react-router';
import { asProblem } from '#shared/api/problem.ts';
import { formatBytes } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import l from '#shared/ui/layout.module.css';
import { Failed, Skeleton } from '#shared/ui/States.tsx';
import { Stepper, type Step } from '#shared/ui/Steps.tsx';
import { ImportProgress } from './ImportProgress.tsx';
import { useLeadList, type LeadList } from './leadList.ts';
import s from './leads.module.css';
import { Preview } from './Preview.tsx';
import { Refusals } from './Refusals.tsx';
import { leadTexts } from './texts.ts';

export default function LeadListScreen() {
  const t = useTexts(leadTexts);
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const list = useLeadList(id);
  if (!list.data)
    return list.error ? (
      <Failed title={t.failed} problem={asProblem(list.error)} onRetry={() => void list.refetch()} />
    ) : (
      <Skeleton lines={8} />
    );
  return <Detail key={id} list={list.data} />;
}

function Detail({ list }: { list: LeadList }) {
  const isReview = list.state === 'uploading' || (list.state === 'failed' && list.rows === 0);
  return (
    <div className={l.page}>
      <Head list={list} isReview={isReview} />
      <div className={l.stackWide}>
        {isReview ? (
          <Preview list={list} />
        ) : (
          <>
            <ImportProgress list={list} />
            {list.state !== 'importing' && <Refusals list={list} />}
          </>
        )}
      </div>
    </div>
  );
}

function Head({ list, isReview }: { list: LeadList; isReview: boolean }) {
  const t = useTexts(leadTexts);
  const at = isReview ? 1 : list.state === 'ready' ? 3 : 2;
  const steps = t.steps.map((label, n): Step => ({
    id: label,
    label,
    state: n < at ? 'done' : n === at ? 'current' : 'todo',
  }));
  return (
    <div className={l.pageHead}>
      <h1>{isReview ? t.review(list.name) : list.name}</h1>
      {list.size !== undefined && <span className={l.meta}>{formatBytes(list.size)}</span>}
      <div className={s.steps}>
        <Stepper label={t.stepsLabel} steps={steps} />
      </div>
    </div>
  );
}
