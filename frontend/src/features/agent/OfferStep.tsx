/* The offer under way: its ladder, the words to say, and what the customer answers. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatCop } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton, Button } from '#shared/ui/Button.tsx';
import { Choices } from '#shared/ui/Choices.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import l from '#shared/ui/layout.module.css';
import { OfferLadder } from '#shared/ui/OfferLadder.tsx';
import s from './agent.module.css';
import { useDeskUpdate, type Call, type Offer, type Schemas } from './desk.ts';
import { acceptedOffers, currentOffer, rebuttalsMade, REBUTTALS_LEAST, roundOf, rungsOf } from './ladder.ts';
import { agentTexts } from './texts.ts';

type Reason = Schemas['RejectionReason'];
const reasons = ['too_expensive', 'has_enough', 'permanence', 'will_think', 'other'] as const;

export function OfferStep({ call, dispose }: { call: Call; dispose: Action }) {
  const offer = currentOffer(call);
  return (
    <div className={l.stackWide}>
      <Ladder call={call} />
      {offer ? (
        <OfferWork key={offer.n} call={call} offer={offer} dispose={dispose} />
      ) : (
        <NothingLeft call={call} dispose={dispose} />
      )}
    </div>
  );
}

function Ladder({ call }: { call: Call }) {
  const t = useTexts(agentTexts).offer;
  const { put } = useDeskUpdate();
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
  return (
    <div className={l.stack}>
      <h1>{t.title(Math.min(round.length, rungs.length), rungs.length)}</h1>
      {again.problem && <ErrorSummary problem={again.problem} count={again.problemCount} />}
      <OfferLadder
        label={t.ladder}
        rungs={rungs}
        onReconsider={(rung) => {
          const offer = round[rung.n - 1];
          if (offer) void again.run(offer.n);
        }}
      />
    </div>
  );
}

interface OfferWorkProps {
  call: Call;
  offer: Offer;
  dispose: Action;
}

function OfferWork({ call, offer, dispose }: OfferWorkProps) {
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
    <>
      {problem && <ErrorSummary problem={problem} count={accept.problemCount + reject.problemCount} />}
      <article className={s.offer}>
        <h2>{offer.name}</h2>
        <p className={s.price}>{t.monthly(formatCop(offer.price_cop))}</p>
        <ul>
          {(offer.features ?? []).map((feature) => (
            <li key={feature}>{feature}</li>
          ))}
        </ul>
      </article>
      {offer.pitch && <Say label={t.say}>{offer.pitch}</Say>}
      <Choices
        legend={t.why}
        keys
        value={reason}
        onChange={setReason}
        options={reasons.map((value) => ({ value, label: t.reasons[value] }))}
      />
      {reason && <Rebuttals call={call} offer={offer} reason={reason} />}
      <div className={s.acts}>
        <ActionButton action={yes} variant="primary" split />
        <ActionButton action={no} split />
        <ActionButton action={dispose} split />
      </div>
    </>
  );
}

export function Say({ label, children }: { label: string; children: string }) {
  return (
    <div className={s.say}>
      <span className={l.meta}>{label}</span>
      <blockquote>{children}</blockquote>
    </div>
  );
}

/* What the library answers to that reason; saying one records it. */
function Rebuttals({ call, offer, reason }: { call: Call; offer: Offer; reason: Reason }) {
  const t = useTexts(agentTexts).offer;
  const { put } = useDeskUpdate();
  const library = useQuery({
    queryKey: ['rebuttals', call.campaign_id],
    queryFn: () => ok(api.GET('/campaigns/{id}/rebuttals', { params: { path: { id: call.campaign_id } } })),
    staleTime: Infinity,
  });
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
  const fitting = (library.data?.items ?? []).filter((rebuttal) => rebuttal.reason === reason);
  const texts = fitting.length > 0 ? fitting : (library.data?.items ?? []);
  const made = rebuttalsMade(call);
  const chosen = texts[made % Math.max(1, texts.length)];
  const say: Action = {
    id: 'offer.rebut',
    label: t.said(made, REBUTTALS_LEAST),
    key: 'Alt+9',
    enabled: chosen !== undefined,
    run: () => (chosen ? said.run(chosen.id) : undefined),
  };
  useActions([say]);
  if (!chosen) return null;
  return (
    <>
      {said.problem && <ErrorSummary problem={said.problem} count={said.problemCount} />}
      <Say label={t.rebuttal}>{chosen.text}</Say>
      <ActionButton action={say} />
    </>
  );
}

/* Every product of the round was rejected, or one was accepted: another family, another line, or the end. */
function NothingLeft({ call, dispose }: { call: Call; dispose: Action }) {
  const t = useTexts(agentTexts).offer;
  const { put } = useDeskUpdate();
  const campaigns = useQuery({ queryKey: ['campaigns'], queryFn: () => ok(api.GET('/campaigns')) });
  const open = useCommand({
    run: (family: string, { headers }) =>
      ok(
        api.POST('/calls/{id}/family', {
          params: { path: { id: call.id }, header: headers },
          body: { family },
        }),
      ),
    onDone: (next) => put({ call: next }),
  });
  const families = campaigns.data?.items.find((c) => c.id === call.campaign_id)?.families ?? [];
  const others = families.filter(
    (family) => family.family !== call.family || acceptedOffers(call).length > 0,
  );
  return (
    <div className={l.stackWide}>
      <p>{t.allRejected}</p>
      {open.problem && <ErrorSummary problem={open.problem} count={open.problemCount} />}
      <div className={s.acts}>
        {others.map((family) => (
          <Button key={family.family} onClick={() => void open.run(family.family)}>
            {t.offerFamily(family.name)}
          </Button>
        ))}
        <ActionButton action={dispose} variant="primary" split />
      </div>
    </div>
  );
}
