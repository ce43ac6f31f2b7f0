/* The offer under way: its ladder, the words to say, and what the customer answers. */
import { useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { Why } from '#shared/ui/Button.tsx';
import { Choices } from '#shared/ui/Choices.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import s from './agent.module.css';
import { useDeskUpdate, type Call, type Offer, type Schemas } from './desk.ts';
import { currentOffer } from './ladder.ts';
import { Ladder, OfferHead } from './Ladder.tsx';
import { OtherProduct } from './OtherProduct.tsx';
import { Rebuttals } from './Rebuttals.tsx';
import { agentTexts } from './texts.ts';
import { Acts, Say, WorkPane } from './WorkPane.tsx';

type Reason = Schemas['RejectionReason'];
const reasons = ['too_expensive', 'has_enough', 'permanence', 'will_think', 'other'] as const;

export function OfferStep({ call, dispose }: { call: Call; dispose: Action }) {
  const offer = currentOffer(call);
  return offer ? (
    <OfferWork key={offer.n} call={call} offer={offer} dispose={dispose} />
  ) : (
    <OtherProduct call={call} dispose={dispose} exhausted />
  );
}

function OfferWork({ call, offer, dispose }: { call: Call; offer: Offer; dispose: Action }) {
  const t = useTexts(agentTexts).offer;
  const { put } = useDeskUpdate();
  const [reason, setReason] = useState<Reason>();
  const done = (next: Call) => put({ call: next });
  const path = { id: call.id };
  const accept = useCommand({
    run: (_: undefined, { headers }) =>
      ok(
        api.POST('/calls/{id}/acceptances', {
          params: { path, header: headers },
          body: { offer: offer.n },
        }),
      ),
    onDone: done,
  });
  const reject = useCommand({
    run: (why: Reason, { headers }) =>
      ok(
        api.POST('/calls/{id}/rejections', {
          params: { path, header: headers },
          body: { offer: offer.n, reason: why },
        }),
      ),
    onDone: done,
  });
  const yes: Action = {
    id: 'offer.accept',
    label: t.accept,
    key: 'Ctrl+Enter',
    run: () => accept.run(undefined),
  };
  const no: Action = {
    id: 'offer.next',
    label: t.next,
    key: 'F8',
    enabled: reason !== undefined,
    whyDisabled: t.chooseReason,
    run: () => (reason ? reject.run(reason) : undefined),
  };
  useActions([yes, no]);
  const problem = accept.problem ?? reject.problem;
  return (
    <WorkPane
      label={t.region}
      question={t.answers}
      note={<Why action={no} />}
      acts={<Acts actions={[yes, no]} dispose={dispose} />}
    >
      <Ladder call={call} />
      {problem && <ErrorSummary problem={problem} count={accept.problemCount + reject.problemCount} />}
      <OfferHead name={offer.name} price_cop={offer.price_cop} features={offer.features ?? []} />
      <div className={s.small}>
        <Choices
          legend={t.why}
          keys
          value={reason}
          onChange={setReason}
          options={reasons.map((value) => ({ value, label: t.reasons[value] }))}
        />
      </div>
      {reason ? (
        <Rebuttals call={call} offer={offer} reason={reason} />
      ) : (
        offer.pitch && <Say label={t.say}>{offer.pitch}</Say>
      )}
    </WorkPane>
  );
}
