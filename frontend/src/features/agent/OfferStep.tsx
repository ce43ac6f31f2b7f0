/* The offer under way: its ladder, the words to say, and what the customer answers. */
import { useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton, Why } from '#shared/ui/Button.tsx';
import { Choices } from '#shared/ui/Choices.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import s from './agent.module.css';
import { useDeskUpdate, useRebuttals, type Call, type Offer, type Schemas } from './desk.ts';
import { currentOffer, rebuttalsMade, REBUTTALS_LEAST } from './ladder.ts';
import { Ladder, OfferHead } from './Ladder.tsx';
import { OtherProduct } from './OtherProduct.tsx';
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

/* What the library answers to that reason; saying one records it, and the next one follows. */
function Rebuttals({ call, offer, reason }: { call: Call; offer: Offer; reason: Reason }) {
  const t = useTexts(agentTexts).offer;
  const { put } = useDeskUpdate();
  const library = useRebuttals(call.campaign_id);
  const said = useCommand({
    run: (rebuttal_id: string, { headers }) =>
      ok(
        api.POST('/calls/{id}/rebuttals', {
          params: { path: { id: call.id }, header: headers },
          body: { offer: offer.n, rebuttal_id },
        }),
      ),
    onDone: (next) => put({ call: next }),
  });
  const used = new Set(call.rebuttals?.map((one) => one.rebuttal_id));
  const fitting = library.filter((rebuttal) => rebuttal.reason === reason);
  const texts = fitting.length > 0 ? fitting : library;
  const made = rebuttalsMade(call);
  /* One not said yet, first of those for the reason; when all were said, again from the first. */
  const chosen =
    texts.find(({ id }) => !used.has(id)) ??
    library.find(({ id }) => !used.has(id)) ??
    texts[made % Math.max(1, texts.length)];
  const say: Action = {
    id: 'offer.rebut',
    label: t.said(made + 1, REBUTTALS_LEAST),
    key: 'Alt+9',
    enabled: chosen !== undefined,
    run: () => (chosen ? said.run(chosen.id) : undefined),
  };
  useActions([say]);
  if (!chosen) return null;
  return (
    <>
      {said.problem && <ErrorSummary problem={said.problem} count={said.problemCount} />}
      <Say
        label={t.rebuttal(made + 1, REBUTTALS_LEAST)}
        aside={<ActionButton action={say} variant="quiet" />}
      >
        {chosen.text}
      </Say>
    </>
  );
}
