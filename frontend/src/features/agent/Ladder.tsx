/* The family's ladder and the product's head: what stands over the words of an offer. */
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatCop } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Icon } from '#shared/ui/Icon.tsx';
import l from '#shared/ui/layout.module.css';
import { OfferLadder } from '#shared/ui/OfferLadder.tsx';
import s from './agent.module.css';
import { useDeskUpdate, useFamilies, type Call } from './desk.ts';
import { roundOf, rungsOf, stepOf } from './ladder.ts';
import { agentTexts } from './texts.ts';

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
  const isOpen = call.state === 'talking' && !round.some(({ state }) => state === 'accepted');
  return (
    <div className={l.stack}>
      <div className={`${l.row} ${l.between}`}>
        <h2>{title ?? t.title(stepOf(round), rungs.length, family)}</h2>
        {rungs.length > 0 && <span className={l.meta}>{t.ladder}</span>}
      </div>
      {again.problem && <ErrorSummary problem={again.problem} count={again.problemCount} />}
      {rungs.length > 0 && (
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
      )}
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
