import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { Button } from '#shared/ui/Button.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';

interface NewDraftProps {
  campaign: string;
  label: string;
  onMade: (id: string) => void;
}

/* A draft of the next version, as the one in force. */
export function NewDraft({ campaign, label, onMade }: NewDraftProps) {
  const make = useCommand({
    run: (_: void, { headers }) =>
      ok(api.POST('/campaigns/{id}/contracts', { params: { path: { id: campaign }, header: headers } })),
    invalidates: [['contracts', campaign]],
    onDone: (draft) => onMade(draft.id),
  });
  return (
    <>
      {make.problem && <ErrorSummary problem={make.problem} count={make.problemCount} />}
      <Button variant="primary" busy={make.pending} onClick={() => void make.run()}>
        {label}
      </Button>
    </>
  );
}
