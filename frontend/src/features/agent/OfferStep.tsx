/* The offer under way: its ladder, the words to say, and what the customer answers. */
import { useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatCop } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton, Why } from '#shared/ui/Button.tsx';
import { Choices } from '#shared/ui/Choices.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Icon } from '#shared/ui/Icon.tsx';
import l from '#shared/ui/layout.module.css';
import { OfferLadder } from '#shared/ui/OfferLadder.tsx';
import s from './agent.module.css';
import { useDeskUpdate, useFamilies, useRebuttals, type Call, type Offer, type Schemas } from './desk.ts';
import { currentOffer, rebuttalsMade, REBUTTALS_LEAST, roundOf, rungsOf, stepOf } from './ladder.ts';
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

/* Where the offer stands in its family. */
export function Ladder({ call, title }: { call: Call; title?: string }) {
  const t = useTexts(agentTexts).offer;
  const { put } = useDeskUpdate();
  const families = useFamilies(call.campaign_id);
  const again = useCommand({
    run: (offer: number, { headers }) =>
      ok(
        api.POST('/calls/{id}/reconsiderations', {
          params: { path: { id: call.id }, header: headers },
          body: { offer },
        }),
      ),
    onDone: (next) => put({ call: next }),
  });
  const rungs = rungsOf(call);
  const round = roundOf(call);
  const family = families.find((one) => one.family === call.family)?.name ?? '';
  const isOpen = currentOffer(call) !== undefined && call.state === 'talking';
  return (
    <div className={l.stack}>
      <div className={`${l.row} ${l.between}`}>
        <h2>{title ?? t.title(stepOf(round), rungs.length, family)}</h2>
        <span className={l.meta}>{t.ladder}</span>
      </div>
      {again.problem && <ErrorSummary problem={again.problem} count={again.problemCount} />}
      <OfferLadder
        label={t.ladder}
        rungs={rungs}
        {...(isOpen && {
          onReconsider: (rung) => {
            const offer = round[rung.n - 1];
            if (offer) void again.run(offer.n);
          },
        })}
      />
    </div>
  );
}

export function OfferHead({
  name,
  price_cop,
  features,
}: {
  name: string;
  price_cop: number;
  features?: string[];
}) {
  const t = useTexts(agentTexts).offer;
  return (
    <div className={s.offer}>
      <h1>{name}</h1>
      <p className={s.price}>
        {formatCop(price_cop)} <small>{t.monthly}</small>
      </p>
      {features && (
        <ul>
          {features.map((feature) => (
            <li key={feature}>
              <Icon name="check" />
              {feature}
            </li>
          ))}
        </ul>
      )}
    </div>
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
