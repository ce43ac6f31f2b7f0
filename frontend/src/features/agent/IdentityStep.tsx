/* The identity check: who it is, the code or the questions, the result. AgentBar silences the
   recording while codes and answers are said. */
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useState } from 'react';
import { ApplicantForm } from './ApplicantForm.tsx';
import { CodeForm } from './CodeForm.tsx';
import { ByHandForm } from './ByHandForm.tsx';
import { Attempts } from './Attempts.tsx';
import type { Attempt, Call, Sale } from './desk.ts';
import { IdentityFailed } from './IdentityFailed.tsx';
import { OtherProduct } from './OtherProduct.tsx';
import { Questions } from './Questions.tsx';
import { agentTexts } from './texts.ts';
import { Acts, WorkPane } from './WorkPane.tsx';

interface IdentityStepProps {
  call: Call;
  sale: Sale;
  attempt: Attempt | undefined;
  dispose: Action;
}

export function IdentityStep({ call, sale, attempt, dispose }: IdentityStepProps) {
  const [another, setAnother] = useState(false);
  const [corrected, setCorrected] =
    useState<string>(); /* the failed attempt after which the data is looked at again */
  const state = attempt?.state;
  if (another) return <OtherProduct call={call} dispose={dispose} onBack={() => setAnother(false)} />;
  if (attempt && state === 'code_sent')
    return <CodeForm key={attempt.id} attempt={attempt} dispose={dispose} />;
  if (attempt && state === 'questions')
    return <Questions key={attempt.id} attempt={attempt} dispose={dispose} />;
  if (attempt && state === 'by_hand')
    return <ByHandForm key={attempt.id} sale={sale} attempt={attempt} dispose={dispose} />;
  if (attempt && (state === 'reserved' || state === 'checking'))
    return <Asking attempt={attempt} dispose={dispose} />;
  if (attempt && (state === 'failed' || state === 'void') && corrected !== attempt.id)
    return (
      <IdentityFailed
        key={attempt.id}
        call={call}
        sale={sale}
        attempt={attempt}
        dispose={dispose}
        onCorrect={() => setCorrected(attempt.id)}
      />
    );
  return (
    <ApplicantForm
      call={call}
      sale={sale}
      attempt={attempt}
      dispose={dispose}
      onAnother={() => setAnother(true)}
    />
  );
}

/* The bureau is being asked. */
function Asking({ attempt, dispose }: { attempt: Attempt; dispose: Action }) {
  const t = useTexts(agentTexts).identity;
  return (
    <WorkPane label={t.title} question={t.asking} acts={<Acts actions={[]} dispose={dispose} />}>
      <Attempts attempt={attempt} />
      <h1 role="status">{t.asking}</h1>
    </WorkPane>
  );
}
