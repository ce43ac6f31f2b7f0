/* Who it is, as on the document; saved while it is typed, looked up before an attempt is spent. */
import { useId, useState } from 'react';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import type { Problem } from '#shared/api/problem.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { useProblemText } from '#shared/i18n/problemText.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { Why } from '#shared/ui/Button.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { SelectField } from '#shared/ui/Field.tsx';
import { SavedMark } from '#shared/ui/SavedMark.tsx';
import { DayField, DocumentField, LeftField, PhoneField } from '#shared/ui/TypedField.tsx';
import s from './agent.module.css';
import { Attempts } from './Attempts.tsx';
import { useDeskUpdate, type Attempt, type Call, type Sale, type Schemas } from './desk.ts';
import { Found } from './Found.tsx';
import { agentTexts } from './texts.ts';
import { isFree, isWhole, useLookup } from './useLookup.ts';
import { useOwnDraft } from './useOwnDraft.ts';
import { putWhatIsRight } from './whatIsRight.ts';
import { Acts, Say, WorkPane } from './WorkPane.tsx';

type Applicant = Schemas['Applicant'];
type TextName = Exclude<keyof Applicant, 'document_type'>;
const documentTypes = ['cc', 'ce', 'ppt', 'pa'] as const;
const everyText: readonly TextName[] = [
  'full_name',
  'phone',
  'document_number',
  'issue_date',
  'place_of_issue',
  'birthplace',
];

interface ApplicantFormProps {
  call: Call;
  sale: Sale;
  attempt: Attempt | undefined;
  dispose: Action;
  onAnother: () => void;
}

function startOf({ customer }: Sale, call: Call): Applicant {
  const value: Applicant = {
    document_type: customer.document_type ?? 'cc',
    phone: customer.phone ?? call.phone ?? '',
  };
  for (const name of everyText) {
    const text = customer[name];
    if (text) value[name] = text;
  }
  return value;
}

export function ApplicantForm({ call, sale, attempt, dispose, onAnother }: ApplicantFormProps) {
  const t = useTexts(agentTexts).identity;
  const id = useId();
  const { refresh } = useDeskUpdate();
  const { field: wrong } = useProblemText();
  const lookup = useLookup(sale.id);
  const [value, setValue] = useState<Applicant>(() => startOf(sale, call));
  const [typed, setTyped] = useState<Problem>(); /* what is wrong in what was typed so far */
  const path = { id: sale.id };
  const { draft } = useOwnDraft<Applicant>(sale, async (next, edits) => {
    const { answer, problem } = await putWhatIsRight(next, (body) =>
      ok(api.PUT('/sales/{id}/applicant', { params: { path, header: ifMatch(edits.version()) }, body })),
    );
    if (answer) edits.saved(answer);
    setTyped(problem);
    const { document_number } = next;
    const document_type = next.document_type || 'cc';
    const isWrong = problem?.fields.some(({ field }) => field === 'document_number');
    if (isWhole(document_number) && !isWrong && lookup.latest()?.document_number !== document_number)
      await lookup.look({ document_type, document_number });
  });
  const start = useCommand({
    run: async (_: undefined, { headers }) => {
      await draft.flush();
      return ok(api.POST('/sales/{id}/identity-attempts', { params: { path, header: headers } }));
    },
    onDone: refresh,
    onProblem: refresh,
  });
  const change = (part: Partial<Applicant>) => {
    const next = { ...value, ...part };
    if (part.document_number !== undefined || part.document_type) lookup.forget();
    setValue(next);
    draft.change(next);
  };
  const isTaken = lookup.lookup !== undefined && !isFree(lookup.lookup);
  const missing = everyText.find((name) => (value[name] ?? '').trim() === '');
  const begin: Action = {
    id: 'identity.start',
    label: t.start,
    key: 'Ctrl+Enter',
    enabled: !missing && !isTaken,
    whyDisabled: isTaken ? t.notNow : t.complete(missing ? t.fields[missing] : ''),
    run: () => start.run(undefined),
  };
  const other: Action = { id: 'identity.other', label: t.other, key: 'F8', run: onAnother };
  useActions([begin, other]);
  const text = (name: TextName) => {
    const error = wrong(typed, name);
    return {
      id: `${id}-${name}`,
      label: t.fields[name],
      value: value[name] ?? '',
      ...(error !== undefined && { error }),
      onValue: (text: string) => change({ [name]: text }),
    };
  };
  return (
    <WorkPane
      label={t.title}
      question={isTaken ? t.check : t.confirmed}
      note={<Why action={begin} />}
      acts={<Acts actions={[begin, other]} dispose={dispose} />}
    >
      <Attempts attempt={attempt} />
      {start.problem && (
        <ErrorSummary
          problem={start.problem}
          count={start.problemCount}
          fields={Object.fromEntries(
            everyText.map((name) => [name, { id: `${id}-${name}`, label: t.fields[name] }]),
          )}
        />
      )}
      <Found lookup={lookup.lookup} />
      <Say label={t.say}>{t.sayApplicant}</Say>
      <h1 className={s.minor}>{t.applicant}</h1>
      <div className={s.fields}>
        <LeftField className={s.two} {...text('full_name')} />
        <PhoneField {...text('phone')} />
        <SelectField
          label={t.fields.document_type}
          value={value.document_type ?? 'cc'}
          options={documentTypes.map((type) => ({ value: type, label: t.types[type] }))}
          onChange={(event) =>
            change({ document_type: event.target.value as (typeof documentTypes)[number] })
          }
        />
        <DocumentField
          {...text('document_number')}
          inputMode={value.document_type === 'pa' ? 'text' : 'numeric'}
        />
        <DayField {...text('issue_date')} placeholder={t.dayForm} />
        <LeftField {...text('place_of_issue')} />
        <LeftField {...text('birthplace')} />
        <SavedMark status={draft.status} />
      </div>
    </WorkPane>
  );
}
