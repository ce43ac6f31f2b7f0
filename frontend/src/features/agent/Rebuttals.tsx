/* What the campaign's library answers to the customer's reason: saying one records it, and the next one follows. Where
   the library has none, or does not come, the agent's own words count as well. */
import { useId, useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton, Why } from '#shared/ui/Button.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { TextField } from '#shared/ui/Field.tsx';
import { Skeleton } from '#shared/ui/States.tsx';
import { useDeskUpdate, useRebuttals, type Call, type Offer, type Schemas } from './desk.ts';
import { rebuttalsMade, rebuttalToSay, REBUTTALS_LEAST } from './ladder.ts';
import { agentTexts } from './texts.ts';
import { Say } from './WorkPane.tsx';

const OWN_LEAST = 3; /* characters, as the server wants them */

interface RebuttalsProps {
  call: Call;
  offer: Offer;
  reason: Schemas['RejectionReason'];
}

export function Rebuttals({ call, offer, reason }: RebuttalsProps) {
  const t = useTexts(agentTexts).offer;
  const id = useId();
  const { put } = useDeskUpdate();
  const library = useRebuttals(call.campaign_id);
  const [own, setOwn] = useState('');
  const said = useCommand({
    run: (what: { rebuttal_id: string } | { text: string }, { headers }) =>
      ok(
        api.POST('/calls/{id}/rebuttals', {
          params: { path: { id: call.id }, header: headers },
          body: { offer: offer.n, ...what },
        }),
      ),
    onDone: (next) => {
      setOwn('');
      put({ call: next });
    },
  });
  const made = rebuttalsMade(call);
  const chosen = library.data && rebuttalToSay(library.data.items, call, reason);
  const text = own.trim();
  const say: Action = {
    id: 'offer.rebut',
    label: t.said(made + 1, REBUTTALS_LEAST),
    key: 'Alt+9',
    enabled: chosen !== undefined || text.length >= OWN_LEAST,
    whyDisabled: library.isPending ? t.libraryLoads : t.writeOwn,
    run: () => said.run(chosen ? { rebuttal_id: chosen.id } : { text }),
  };
  useActions([say]);
  return (
    <>
      {said.problem && (
        <ErrorSummary
          problem={said.problem}
          count={said.problemCount}
          fields={{ text: { id, label: t.ownWords } }}
        />
      )}
      <Say
        label={t.rebuttal(made + 1, REBUTTALS_LEAST)}
        aside={<ActionButton action={say} variant="quiet" why="beside" />}
      >
        {chosen?.text ?? (library.isPending && <Skeleton lines={2} />)}
      </Say>
      {!chosen && !library.isPending && (
        <TextField
          id={id}
          label={t.ownWords}
          hint={t.ownWhy}
          maxLength={300}
          value={own}
          onChange={(event) => setOwn(event.target.value)}
        />
      )}
      <Why action={say} />
    </>
  );
}
