/* Another line of a family, or another family, each from its dearest product; also when everything was rejected. */
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Key } from '#shared/keys/keyNames.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton } from '#shared/ui/Button.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import l from '#shared/ui/layout.module.css';
import s from './agent.module.css';
import { useDeskUpdate, useFamilies, type Call } from './desk.ts';
import { acceptedOffers } from './ladder.ts';
import { Ladder } from './Ladder.tsx';
import { agentTexts } from './texts.ts';
import { WorkPane } from './WorkPane.tsx';

interface OtherProductProps {
  call: Call;
  dispose: Action;
  exhausted?: boolean; /* nothing is left to offer in the family */
  onBack?: () => void;
}

export function OtherProduct({ call, dispose, exhausted = false, onBack }: OtherProductProps) {
  const t = useTexts(agentTexts).other;
  const { put } = useDeskUpdate();
  const families = useFamilies(call.campaign_id);
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
  const offered = families.filter(({ family }) => !exhausted || family !== call.family);
  const choices = offered.map(({ family, name }, n): Action => ({
    id: `other.${family}`,
    label: acceptedOffers(call).some((offer) => offer.family === family) ? t.anotherOf(name) : t.offer(name),
    ...(n < 9 && { key: `Alt+${n + 1}` as Key }),
    run: () => open.run(family),
  }));
  const back: Action = { id: 'other.back', label: t.back, key: 'F7', run: () => onBack?.() };
  useActions(onBack ? [...choices, back] : choices);
  return (
    <WorkPane
      label={t.title}
      question={exhausted ? t.what : t.which}
      acts={
        <div className={s.acts}>
          {choices.map((choice) => (
            <ActionButton key={choice.id} action={choice} split />
          ))}
          {onBack && <ActionButton action={back} split />}
          <ActionButton action={dispose} className={s.key} {...(exhausted && { variant: 'primary' })} />
        </div>
      }
    >
      {exhausted && <Ladder call={call} />}
      <h1>{exhausted ? t.exhausted : t.title}</h1>
      <p className={l.soft}>{exhausted ? t.exhaustedWhy : t.from}</p>
      {open.problem && <ErrorSummary problem={open.problem} count={open.problemCount} />}
    </WorkPane>
  );
}
