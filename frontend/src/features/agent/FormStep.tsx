/* The form: only what was never said before is typed; the rest is carried over and frozen. */
import { useId, useState } from 'react';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import type { Problem } from '#shared/api/problem.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatCivilDay, formatCop, formatDocument, formatPhone } from '#shared/format/formats.ts';
import { useProblemText } from '#shared/i18n/problemText.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { Why } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { Choices } from '#shared/ui/Choices.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Fact, TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { SavedMark } from '#shared/ui/SavedMark.tsx';
import { Count, Status } from '#shared/ui/Status.tsx';
import { Table, tableLook } from '#shared/ui/Table.tsx';
import { HourField, PhoneField } from '#shared/ui/TypedField.tsx';
import s from './agent.module.css';
import { useDeskUpdate, type Sale, type Schemas } from './desk.ts';
import { lineText } from './productFacts.ts';
import { agentTexts } from './texts.ts';
import { useOwnDraft } from './useOwnDraft.ts';
import { putWhatIsRight } from './whatIsRight.ts';
import { Acts, WorkPane } from './WorkPane.tsx';

type Form = Schemas['Form'];
type Other = Schemas['OtherOperator'];
const kinds = ['top_ups', 'plan', 'pending', 'none'] as const;
const PRODUCTS_MAX = 10;

function startOf({ other_operator, customer, products }: Sale): Form {
  const { alternate_phone, best_hour } = customer;
  const ported = products.find(({ line }) => line?.operator)?.line?.operator;
  return {
    ...(other_operator
      ? { other_operator }
      : ported
        ? { other_operator: { kind: 'pending', name: ported } }
        : {}),
    ...(alternate_phone && { alternate_phone }),
    ...(best_hour && { best_hour }),
  };
}

/* What the kind asks for; the name stays when the kind changes. */
function otherOf(other: Other | undefined, kind: Other['kind']): Other {
  return kind === 'none' || !other?.name ? { kind } : { kind, name: other.name };
}

export function FormStep({ sale, dispose }: { sale: Sale; dispose: Action }) {
  const t = useTexts(agentTexts).form;
  const id = useId();
  const { put, refresh } = useDeskUpdate();
  const { field: wrong } = useProblemText();
  const [form, setForm] = useState<Form>(() => startOf(sale));
  const [typed, setTyped] = useState<Problem>();
  const { draft } = useOwnDraft<Form>(sale, async (next, edits) => {
    const { answer, problem } = await putWhatIsRight(next, (body) =>
      ok(
        api.PUT('/sales/{id}/form', {
          params: { path: { id: sale.id }, header: ifMatch(edits.version()) },
          body,
        }),
      ),
    );
    if (answer) edits.saved(answer);
    setTyped(problem);
  });
  const submit = useCommand({
    run: async (_: undefined, { headers }) => {
      draft.change(form);
      await draft.flush();
      return ok(api.POST('/sales/{id}/submission', { params: { path: { id: sale.id }, header: headers } }));
    },
    onDone: (next) => put({ sale: next }),
    onProblem: refresh,
  });
  const change = (part: Partial<Form>) => {
    const next = { ...form, ...part };
    setForm(next);
    draft.change(next);
  };
  const other = form.other_operator;
  const lacks = missingOf(other);
  const send: Action = {
    id: 'form.submit',
    label: t.submit,
    key: 'Ctrl+Enter',
    enabled: lacks === undefined,
    whyDisabled: lacks && t.lacks[lacks],
    run: () => submit.run(undefined),
  };
  useActions([send]);
  const isDouble = submit.problem?.code === 'open_sale_exists';
  const errorOf = (name: string) => {
    const error = wrong(typed, name);
    return error === undefined ? {} : { error };
  };
  return (
    <WorkPane
      label={t.title}
      question={t.send}
      note={lacks ? <Why action={send} /> : <span className={l.meta}>{t.validity}</span>}
      acts={<Acts actions={[send]} dispose={dispose} />}
    >
      <div className={`${l.row} ${l.between}`}>
        <h1 className={s.minor}>{t.title}</h1>
        <SavedMark status={draft.status} />
      </div>
      {isDouble ? (
        <Banner tone="bad" live="alert" title={t.double}>
          {t.doubleDo}
        </Banner>
      ) : (
        submit.problem && (
          <ErrorSummary
            problem={submit.problem}
            count={submit.problemCount}
            fields={{
              other_operator: { id: `${id}-operator`, label: t.operator },
              'other_operator.name': { id: `${id}-operator`, label: t.operator },
              'other_operator.value': { id: `${id}-value`, label: t.value },
              other_operator_value: { id: `${id}-value`, label: t.value },
              alternate_phone: { id: `${id}-phone`, label: t.alternate },
              best_hour: { id: `${id}-hour`, label: t.hour },
            }}
          />
        )
      )}
      <Card title={t.typed} aside={<span className={`${l.meta} ${l.end}`}>{t.typedNote}</span>}>
        <div className={s.four}>
          <div className={`${s.all} ${s.small}`}>
            <Choices
              legend={t.pays}
              keys
              value={other?.kind}
              onChange={(kind) => change({ other_operator: otherOf(other, kind) })}
              options={kinds.map((kind) => ({ value: kind, label: t.kinds[kind] }))}
            />
          </div>
          {other && other.kind !== 'none' && (
            <TextField
              id={`${id}-operator`}
              label={t.operator}
              {...errorOf('other_operator.name')}
              value={other.name ?? ''}
              onChange={(event) => change({ other_operator: { ...other, name: event.target.value } })}
            />
          )}
          {other && (
            <OtherValue
              id={`${id}-value`}
              other={other}
              onChange={(next) => change({ other_operator: next })}
            />
          )}
          <PhoneField
            id={`${id}-phone`}
            label={t.alternate}
            mark={<small className={l.meta}>{t.optional}</small>}
            {...errorOf('alternate_phone')}
            placeholder={t.tenDigits}
            value={form.alternate_phone ?? ''}
            onValue={(alternate_phone) => change({ alternate_phone })}
          />
          <HourField
            id={`${id}-hour`}
            label={t.hour}
            mark={<small className={l.meta}>{t.optional}</small>}
            {...errorOf('best_hour')}
            placeholder={t.hourForm}
            value={form.best_hour ?? ''}
            onValue={(best_hour) => change({ best_hour })}
          />
        </div>
      </Card>
      <Products sale={sale} />
      <Carried sale={sale} />
    </WorkPane>
  );
}

type Lack = 'kind' | 'name' | 'value';

function missingOf(other: Other | undefined): Lack | undefined {
  if (!other) return 'kind';
  if (other.kind === 'none') return undefined;
  if (!other.name?.trim()) return 'name';
  return other.kind !== 'pending' && other.value === undefined ? 'value' : undefined;
}

function OtherValue({ id, other, onChange }: { id: string; other: Other; onChange: (other: Other) => void }) {
  const t = useTexts(agentTexts).form;
  if (other.kind === 'none') return null;
  if (other.kind === 'pending')
    return (
      <Fact label={t.otherValue}>
        <Status shape="wait">{t.pendingNote}</Status>
      </Fact>
    );
  return (
    <TextField
      id={id}
      label={other.kind === 'plan' ? t.planValue : t.topUps}
      mark={<small className={l.meta}>{other.kind === 'plan' ? t.pesos : t.howMany}</small>}
      inputMode="numeric"
      value={other.value ?? ''}
      onChange={(event) => {
        const digits = event.target.value.replace(/\D/g, '');
        const { kind, name = '' } = other;
        onChange(digits === '' ? { kind, name } : { kind, name, value: Number(digits) });
      }}
    />
  );
}

function Products({ sale }: { sale: Sale }) {
  const t = useTexts(agentTexts).form;
  const l2 = useTexts(agentTexts).line;
  const total = sale.products.reduce((sum, product) => sum + product.price_cop, 0);
  return (
    <Card
      title={t.products}
      flush
      aside={
        <>
          <Count>{t.productsOf(sale.products.length, PRODUCTS_MAX)}</Count>
          <span className={l.meta}>{t.productsNote}</span>
          <b className={l.end}>{t.monthly(formatCop(total))}</b>
        </>
      }
    >
      <Table label={t.list(t.products)}>
        <thead>
          <tr>
            <th scope="col">{t.service}</th>
            <th scope="col">{t.line}</th>
            <th scope="col" className={tableLook.num}>
              {t.cost}
            </th>
          </tr>
        </thead>
        <tbody>
          {sale.products.map((product) => (
            <tr key={product.n}>
              <th scope="row">{product.name}</th>
              <td>
                {lineText(product)}{' '}
                {product.line && <span className={l.soft}>{l2.purposes[product.line.purpose]}</span>}
              </td>
              <td className={tableLook.num}>{formatCop(product.price_cop)}</td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}

/* What identity and contract fixed: text, not boxes. */
function Carried({ sale }: { sale: Sale }) {
  const t = useTexts(agentTexts).form;
  const { customer, identity } = sale;
  const rows = [
    { label: t.name, value: customer.full_name },
    {
      label: t.document,
      value: formatDocument(customer.document_type ?? 'cc', customer.document_number ?? ''),
    },
    { label: t.issued, value: customer.issue_date ? formatCivilDay(customer.issue_date) : '' },
    { label: t.place, value: customer.place_of_issue },
    { label: t.phone, value: customer.phone ? formatPhone(customer.phone) : '' },
    { label: t.birthplace, value: customer.birthplace },
    { label: t.approval, value: identity?.approval_number },
  ];
  return (
    <dl className={s.facts4} aria-label={t.carried}>
      {rows.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
