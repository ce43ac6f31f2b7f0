/* One reading beside the queue: fetches what the review needs. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { api, ok } from '#shared/api/client.ts';
import { asProblem } from '#shared/api/problem.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton } from '#shared/ui/Button.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Failed, Skeleton } from '#shared/ui/States.tsx';
import s from './quality.module.css';
import { QueuePane } from './QueuePane.tsx';
import { ReviewDesk } from './ReviewDesk.tsx';
import { qualityTexts } from './texts.ts';
import { useNextAction, useOpenReview } from './useOpenReview.ts';

export default function ReviewScreen() {
  const t = useTexts(qualityTexts);
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const open = useOpenReview();
  const next = useNextAction(open);
  const { review, reading, recording, sale, error, retry } = useReview(id);
  useActions([next]);
  return (
    <div className={s.desk}>
      <QueuePane
        current={review?.reading_id}
        onOpen={(readingId) => {
          if (readingId !== review?.reading_id) void open.run(readingId);
        }}
        action={<ActionButton action={next}>{t.queue.nextShort}</ActionButton>}
      />
      <div className={s.review}>
        {open.problem && (
          <ErrorSummary title={t.queue.notOpened} problem={open.problem} count={open.problemCount} />
        )}
        {review && reading && recording && (!review.sale_number || sale) ? (
          <ReviewDesk key={id} review={review} reading={reading} recording={recording} sale={sale} />
        ) : error ? (
          <Failed title={t.review.failed} problem={asProblem(error)} onRetry={retry} />
        ) : (
          <Skeleton lines={12} />
        )}
      </div>
    </div>
  );
}

/* The review with its reading, recording and (once it is submitted) sale. */
function useReview(id: string) {
  const review = useQuery({
    queryKey: ['review', id],
    queryFn: () => ok(api.GET('/reviews/{id}', { params: { path: { id } } })),
  });
  const {
    reading_id: readingId,
    recording_id: recordingId,
    sale_id: saleId,
    sale_number,
  } = review.data ?? {};
  const reading = useQuery({
    queryKey: ['reading', readingId],
    enabled: readingId !== undefined,
    queryFn: () => ok(api.GET('/readings/{id}', { params: { path: { id: readingId ?? '' } } })),
  });
  const recording = useQuery({
    queryKey: ['recording', recordingId],
    enabled: recordingId !== undefined,
    queryFn: () => ok(api.GET('/recordings/{id}', { params: { path: { id: recordingId ?? '' } } })),
  });
  const sale = useQuery({
    queryKey: ['sale', saleId],
    enabled: sale_number !== undefined,
    queryFn: () => ok(api.GET('/sales/{id}', { params: { path: { id: saleId ?? '' } } })),
  });
  return {
    review: review.data,
    reading: reading.data,
    recording: recording.data,
    sale: sale.data,
    error: review.error ?? reading.error ?? recording.error ?? sale.error,
    retry: () => {
      for (const query of [review, reading, recording, sale]) if (query.error) void query.refetch();
    },
  };
}
