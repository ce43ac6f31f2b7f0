/* The same review was changed in another tab: what each has, and which stays. */
import { useQuery } from '@tanstack/react-query';
import { api, ok } from '#shared/api/client.ts';
import { formatClock } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { DifferenceDialog } from '#shared/ui/DifferenceDialog.tsx';
import { lengthOf, type Review } from './listening.ts';
import { qualityTexts } from './texts.ts';
import { heldOf, type Held, type Hearing } from './useHearing.ts';

export function Conflict({ review, hearing }: { review: Review; hearing: Hearing }) {
  const t = useTexts(qualityTexts).review;
  const stored = useQuery({
    queryKey: ['review-conflict', review.id],
    gcTime: 0,
    queryFn: () => ok(api.GET('/reviews/{id}', { params: { path: { id: review.id } } })),
  });
  if (!stored.data) return null;
  const theirs = heldOf(stored.data);
  const { version } = stored.data;
  const texts = (held: Held) => ({
    heard: formatClock(lengthOf(held.heard) / 1000),
    exceptions: held.exceptions.map(({ clause, kind }) => `${clause + 1} ${t.kinds[kind]}`).join(', '),
    notes: held.notes.map(({ text }) => text).join(' · '),
  });
  const [left, right] = [texts(theirs), texts(hearing.held)];
  const fields = ['heard', 'exceptions', 'notes'] as const;
  return (
    <DifferenceDialog
      title={t.otherTab}
      differences={fields
        .filter((field) => left[field] !== right[field])
        .map((field) => ({
          field,
          label: t.fields[field],
          theirs: left[field],
          mine: right[field],
        }))}
      onKeepTheirs={() => {
        hearing.replace(theirs);
        hearing.draft.resolve(version, false);
      }}
      onKeepMine={() => hearing.draft.resolve(version, true)}
    />
  );
}
