/* Every number of the rules, as the server lists them: what holds here, its default and its bounds. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import { asProblem } from '#shared/api/problem.ts';
import type { components } from '#shared/api/schema.d.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton, Why } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Hint } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { Failed, Skeleton } from '#shared/ui/States.tsx';
import { Count } from '#shared/ui/Status.tsx';
import { showToast } from '#shared/ui/toasts.ts';
import a from '../admin.module.css';
import { groupsOf, judge, ownOf, sameOwn, withOwn, type Own } from './amounts.ts';
import { PolicyRow, rowId } from './PolicyRow.tsx';
import { campaignTexts } from './texts.ts';

type Policy = components['schemas']['Policy'];

export function PolicyCard({ id }: { id: string }) {
  const t = useTexts(campaignTexts);
  const policy = useQuery({
    queryKey: ['policy', id],
    queryFn: () => ok(api.GET('/campaigns/{id}/policy', { params: { path: { id } } })),
  });
  if (policy.data) return <Rules key={policy.data.version} policy={policy.data} />;
  return (
    <Card title={t.rules}>
      {policy.error ? (
        <Failed
          title={t.rulesFailed}
          problem={asProblem(policy.error)}
          onRetry={() => void policy.refetch()}
        />
      ) : (
        <Skeleton lines={12} />
      )}
    </Card>
  );
}

function Rules({ policy }: { policy: Policy }) {
  const t = useTexts(campaignTexts);
  const before = ownOf(policy.entries);
  const [own, setOwn] = useState<Own>(before);
  const [unreadable, setUnreadable] = useState<ReadonlySet<string>>(new Set());
  const id = policy.campaign_id;
  const send = useCommand({
    run: (values: Own) =>
      ok(
        api.PUT('/campaigns/{id}/policy', {
          params: { path: { id }, header: ifMatch(policy.version) },
          body: { values: Object.entries(values).map(([name, value]) => ({ name, value })) },
        }),
      ),
    invalidates: [
      ['policy', id],
      ['campaign', id],
    ],
    onDone: () => showToast({ text: t.saved }),
  });
  const wrong =
    unreadable.size > 0 ||
    policy.entries.some((entry) => judge(entry, own[entry.name] ?? entry.default) !== 'ok');
  const save: Action = {
    id: 'policy.save',
    label: t.saveRules,
    key: 'F8',
    enabled: !wrong && !sameOwn(own, before),
    whyDisabled: wrong ? t.badRules : t.unchanged,
    run: () => send.run(own),
  };
  useActions([save]);
  const change = (name: string, value: number | undefined, readable: boolean) => {
    setUnreadable((names) => {
      const others = [...names].filter((other) => other !== name);
      return new Set(readable ? others : [...others, name]);
    });
    if (readable) setOwn(withOwn(own, name, value));
  };
  const labels = Object.keys(own).flatMap((name, n) => {
    const label = { id: rowId(name), label: t.policy.names[name] ?? name };
    return [
      [`values[${n}].value`, label],
      [`values[${n}].name`, label],
    ];
  });
  return (
    <Card
      title={t.rules}
      aside={Object.keys(own).length > 0 && <Count on>{t.changed(Object.keys(own).length)}</Count>}
      footer={
        <>
          <ActionButton action={save} variant="plain" why="beside" />
          <Why action={save} />
        </>
      }
    >
      <div className={l.stackWide}>
        <Hint>{t.rulesHint}</Hint>
        {send.problem && (
          <ErrorSummary
            problem={send.problem}
            count={send.problemCount}
            fields={Object.fromEntries(labels) as Record<string, { id: string; label: string }>}
          />
        )}
        {groupsOf(policy.entries).map(([group, entries]) => (
          <section key={group} className={a.rules} aria-label={t.policy.groups[group] ?? group}>
            <h3>{t.policy.groups[group] ?? group}</h3>
            {entries.map((entry) => (
              <PolicyRow
                key={entry.name}
                entry={entry}
                own={own[entry.name]}
                onChange={(value, readable) => change(entry.name, value, readable)}
              />
            ))}
          </section>
        ))}
      </div>
    </Card>
  );
}
