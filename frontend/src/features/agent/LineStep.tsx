/* What each accepted product is for, and whose document: looked up before an identity attempt is spent. */
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatCop, formatMoment } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { ActionButton, Button } from '#shared/ui/Button.tsx';
import { Choices } from '#shared/ui/Choices.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { SelectField, TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import s from './agent.module.css';
import { useDeskUpdate, type Call, type Sale, type Schemas } from './desk.ts';
import { agentTexts } from './texts.ts';

type Purpose = Schemas['LinePurpose'];
type LineBody = Schemas['Line'];
type Check = Schemas['DocumentCheck'];
const documentTypes = ['cc', 'ce', 'ppt', 'pa'] as const;
const everyPurpose: readonly Purpose[] = [
  'this_number',
  'other_number',
  'new_line',
  'ported',
  'home_address',
];

interface LineStepProps {
  call: Call;
  sale: Sale;
  dispose: Action;
}

export function LineStep({ call, sale, dispose }: LineStepProps) {
  const product = sale.products.find((p) => !p.line) ?? sale.products[sale.products.length - 1];
  if (!product) return null;
  return <LineForm key={product.n} call={call} sale={sale} product={product} dispose={dispose} />;
}

function LineForm({ call, sale, product, dispose }: LineStepProps & { product: Sale['products'][number] }) {
  const t = useTexts(agentTexts).line;
  const id = useId();
  const { refresh } = useDeskUpdate();
  const [line, setLine] = useState<LineBody>({ purpose: product.line_purposes?.[0] ?? 'this_number' });
  const [document, setDocument] = useState({
    document_type: sale.customer.document_type ?? ('cc' as const),
    document_number: sale.customer.document_number ?? '',
  });
  const [check, setCheck] = useState<Check>();
  const go = useCommand({
    run: async (_: undefined, { headers }) => {
      const path = { id: sale.id };
      const lined = await ok(
        api.PUT('/sales/{id}/products/{n}/line', {
          params: { path: { ...path, n: product.n }, header: ifMatch(sale.version) },
          body: cleaned(line),
        }),
      );
      await ok(
        api.PUT('/sales/{id}/applicant', {
          params: { path, header: ifMatch(lined.version) },
          body: { ...document, phone: sale.customer.phone ?? call.phone ?? '' },
        }),
      );
      return ok(
        api.POST('/sales/{id}/document-check', { params: { path, header: headers }, body: document }),
      );
    },
    onDone: (found) => {
      setCheck(found);
      refresh();
    },
    onProblem: refresh,
  });
  const next: Action = {
    id: 'line.next',
    label: t.next,
    key: 'Ctrl+Enter',
    enabled: document.document_number.trim() !== '',
    whyDisabled: t.writeDocument,
    run: () => go.run(undefined),
  };
  useActions([next]);
  const text = (name: 'number' | 'operator' | 'nip' | 'address' | 'city') => ({
    id: `${id}-${name}`,
    label: t.fields[name],
    value: line[name] ?? '',
    onChange: (event: { target: { value: string } }) => setLine({ ...line, [name]: event.target.value }),
  });
  const purposes = product.line_purposes ?? everyPurpose;
  return (
    <div className={l.stackWide}>
      <h1>{t.title(product.name)}</h1>
      <p className={s.price}>{formatCop(product.price_cop)}</p>
      {go.problem && (
        <ErrorSummary
          problem={go.problem}
          count={go.problemCount}
          fields={{
            number: { id: `${id}-number`, label: t.fields.number },
            operator: { id: `${id}-operator`, label: t.fields.operator },
            nip: { id: `${id}-nip`, label: t.fields.nip },
            address: { id: `${id}-address`, label: t.fields.address },
            city: { id: `${id}-city`, label: t.fields.city },
            document_number: { id: `${id}-document`, label: t.document },
          }}
        />
      )}
      <Found check={check} />
      <Choices
        legend={t.forWhat}
        keys
        value={line.purpose}
        onChange={(purpose) => setLine({ purpose })}
        options={purposes.map((value) => ({ value, label: t.purposes[value] }))}
      />
      <div className={s.fields}>
        {(line.purpose === 'other_number' || line.purpose === 'ported') && <TextField {...text('number')} />}
        {line.purpose === 'ported' && (
          <>
            <TextField {...text('operator')} />
            <TextField {...text('nip')} hint={t.nipHint} />
          </>
        )}
        {line.purpose === 'home_address' && (
          <>
            <TextField {...text('address')} />
            <TextField {...text('city')} />
          </>
        )}
        <SelectField
          label={t.documentType}
          value={document.document_type}
          options={documentTypes.map((value) => ({ value, label: t.types[value] }))}
          onChange={(event) =>
            setDocument({ ...document, document_type: event.target.value as (typeof documentTypes)[number] })
          }
        />
        <TextField
          id={`${id}-document`}
          label={t.document}
          inputMode="numeric"
          idn
          value={document.document_number}
          onChange={(event) => setDocument({ ...document, document_number: event.target.value })}
        />
      </div>
      <div className={s.acts}>
        <ActionButton action={next} variant="primary" split />
        <AnotherProduct call={call} />
        <ActionButton action={dispose} split />
      </div>
    </div>
  );
}

/* Only what the purpose asks for goes to the server. */
function cleaned(line: LineBody): LineBody {
  const entries = Object.entries(line).filter(
    ([, value]) => typeof value === 'string' && value.trim() !== '',
  );
  return Object.fromEntries(entries) as LineBody;
}

/* What the look-up says, revealing only that something exists. */
function Found({ check }: { check: Check | undefined }) {
  const t = useTexts(agentTexts).line;
  const { language } = usePreferences();
  if (!check) return null;
  if (check.line_open_sale) return <Banner tone="bad">{t.lineOpen}</Banner>;
  if (check.document_open_sale) return <Banner tone="bad">{t.documentOpen}</Banner>;
  if (check.may_try) return null;
  return (
    <Banner tone="bad">{check.from ? t.closedUntil(formatMoment(check.from, language)) : t.closed}</Banner>
  );
}

function AnotherProduct({ call }: { call: Call }) {
  const t = useTexts(agentTexts).line;
  const { put } = useDeskUpdate();
  const campaigns = useQuery({ queryKey: ['campaigns'], queryFn: () => ok(api.GET('/campaigns')) });
  const families = campaigns.data?.items.find((c) => c.id === call.campaign_id)?.families ?? [];
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
  return families.map((family) => (
    <Button key={family.family} busy={open.pending} onClick={() => void open.run(family.family)}>
      {t.another(family.name)}
    </Button>
  ));
}
