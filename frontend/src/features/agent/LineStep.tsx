/* What each accepted product is for, and whose document it is. Both are kept as they are said and looked up at once: an
   open sale or a closed document shows before an identity attempt is spent. */
import { useId, useState } from 'react';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { formatPhone } from '#shared/format/formats.ts';
import { useProblemText } from '#shared/i18n/problemText.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { Why } from '#shared/ui/Button.tsx';
import { Choices } from '#shared/ui/Choices.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Fact, SelectField, TextField } from '#shared/ui/Field.tsx';
import { DocumentField } from '#shared/ui/TypedField.tsx';
import s from './agent.module.css';
import { useDeskUpdate, type Call, type Sale, type Schemas } from './desk.ts';
import { Found, Looked } from './Found.tsx';
import { everyPurpose, fieldsOf, wholeLine, type LineBody, type LineField, type Purpose } from './lines.ts';
import { Ladder, OfferHead } from './Ladder.tsx';
import { OtherProduct } from './OtherProduct.tsx';
import { agentTexts } from './texts.ts';
import { isFree, isWhole, useLookup } from './useLookup.ts';
import { useOwnDraft, type Edits } from './useOwnDraft.ts';
import { Acts, Say, WorkPane } from './WorkPane.tsx';

const documentTypes = ['cc', 'ce', 'ppt', 'pa'] as const;

interface LineStepProps {
  call: Call;
  sale: Sale;
  dispose: Action;
  onNext: () => void;
}

export function LineStep({ call, sale, dispose, onNext }: LineStepProps) {
  const [another, setAnother] = useState(false);
  const product = sale.products.find((one) => !one.line) ?? sale.products.at(-1);
  if (another) return <OtherProduct call={call} dispose={dispose} onBack={() => setAnother(false)} />;
  return product ? (
    <LineForm
      key={product.n}
      call={call}
      sale={sale}
      product={product}
      dispose={dispose}
      onNext={onNext}
      onAnother={() => setAnother(true)}
    />
  ) : null;
}

interface LineDraft {
  line: LineBody;
  document: Schemas['DocumentNumber'];
}

/* Keeps line and document, and looks both up when the document is whole. */
function useLineDraft(sale: Sale, n: number, phone: string) {
  const lookup = useLookup(sale.id);
  const path = { id: sale.id };
  const save = async ({ line, document }: LineDraft, edits: Edits) => {
    const header = () => ifMatch(edits.version());
    const body = wholeLine(line);
    if (body)
      edits.saved(
        await ok(
          api.PUT('/sales/{id}/products/{n}/line', {
            params: { path: { ...path, n }, header: header() },
            body,
          }),
        ),
      );
    if (!isWhole(document.document_number)) return;
    edits.saved(
      await ok(
        api.PUT('/sales/{id}/applicant', {
          params: { path, header: header() },
          body: { ...document, phone },
        }),
      ),
    );
    await lookup.look(document);
  };
  const { draft, edits } = useOwnDraft<LineDraft>(sale, save);
  const { refreshed } = useDeskUpdate();
  return {
    draft,
    lookup,
    /* All of it, now; true when the way is free and no other product waits for its line. */
    settle: async (value: LineDraft): Promise<boolean> => {
      await draft.flush();
      if (!lookup.latest()) await save(value, edits);
      const desk = await refreshed();
      const found = lookup.latest();
      const hasLines = desk?.sale?.products.every((one) => one.line) ?? false;
      return found !== undefined && isFree(found) && hasLines;
    },
  };
}

function LineForm({
  call,
  sale,
  product,
  dispose,
  onNext,
  onAnother,
}: LineStepProps & { product: Sale['products'][number]; onAnother: () => void }) {
  const t = useTexts(agentTexts).line;
  const id = useId();
  const purposes: readonly Purpose[] = product.line_purposes ?? everyPurpose;
  const [value, setValue] = useState<LineDraft>({
    line: product.line ?? { purpose: purposes[0] ?? 'this_number' },
    document: {
      document_type: sale.customer.document_type ?? 'cc',
      document_number: sale.customer.document_number ?? '',
    },
  });
  const { draft, lookup, settle } = useLineDraft(sale, product.n, sale.customer.phone ?? call.phone ?? '');
  const { field: wrong } = useProblemText();
  const { line, document } = value;
  const found = lookup.lookup;
  const change = (part: Partial<LineDraft>) => {
    const next = { ...value, ...part };
    lookup.forget();
    setValue(next);
    draft.change(next);
  };
  const go = useCommand({
    run: () => settle(value),
    onDone(free) {
      if (free) onNext();
    },
  });
  const isTaken = found !== undefined && !isFree(found);
  const hasLine = wholeLine(line) !== undefined;
  const next: Action = {
    id: 'line.next',
    label: t.next,
    key: 'Ctrl+Enter',
    enabled: hasLine && isWhole(document.document_number) && !isTaken,
    whyDisabled: isTaken ? t.taken : hasLine ? t.writeDocument : t.writeLine,
    run: () => go.run(),
  };
  const other: Action = { id: 'line.other', label: t.other, key: 'F8', run: onAnother };
  useActions([next, other]);
  const fields = fieldsOf[line.purpose];
  const field = (name: LineField) => ({ id: `${id}-${name}`, label: t.fields[name] });
  const errorOf = (name: string) => {
    const error = wrong(typed, name);
    return error === undefined ? {} : { error };
  };
  const typed = draft.status.kind === 'failed' ? draft.status.problem : undefined;
  return (
    <WorkPane
      label={t.region}
      question={isTaken ? t.takenQuestion : t.confirmed}
      note={found && !isTaken ? <Looked lookup={found} /> : <Why action={next} />}
      acts={<Acts actions={[next, other]} dispose={dispose} />}
    >
      <Ladder call={call} title={t.title(product.name)} />
      <OfferHead name={product.name} price_cop={product.price_cop} />
      {go.problem && (
        <ErrorSummary
          problem={go.problem}
          count={go.problemCount}
          fields={{
            ...Object.fromEntries(fields.map((name) => [name, field(name)])),
            document_number: { id: `${id}-document`, label: t.document },
          }}
        />
      )}
      <div className={s.small}>
        <Choices
          legend={line.purpose === 'home_address' && purposes.length === 1 ? t.where : t.forWhat}
          keys
          value={line.purpose}
          onChange={(purpose) => change({ line: { purpose } })}
          options={purposes.map((purpose) => ({ value: purpose, label: t.purposes[purpose] }))}
        />
      </div>
      <Found lookup={found} />
      <div className={s.fields}>
        {fields.map((name) => (
          <TextField
            key={name}
            {...field(name)}
            {...errorOf(name)}
            value={line[name] ?? ''}
            inputMode={name === 'number' ? 'tel' : name === 'nip' ? 'numeric' : 'text'}
            {...(name === 'nip' && { hint: t.nipHint, maxLength: 5, idn: true })}
            onChange={(event) => change({ line: { ...line, [name]: event.target.value } })}
          />
        ))}
        {fields.length === 0 && (
          <Fact label={t.productLine}>
            {line.purpose === 'this_number' ? t.thisCall(formatPhone(call.phone ?? '')) : t.newLine}
          </Fact>
        )}
        <SelectField
          label={t.documentType}
          value={document.document_type}
          options={documentTypes.map((type) => ({ value: type, label: t.types[type] }))}
          onChange={(event) =>
            change({
              document: { ...document, document_type: event.target.value as (typeof documentTypes)[number] },
            })
          }
        />
        <DocumentField
          id={`${id}-document`}
          label={t.document}
          {...errorOf('document_number')}
          inputMode={document.document_type === 'pa' ? 'text' : 'numeric'}
          value={document.document_number}
          onValue={(document_number) => change({ document: { ...document, document_number } })}
        />
      </div>
      <Say label={t.say}>{isTaken ? t.sayTaken : t.words[line.purpose](formatPhone(call.phone ?? ''))}</Say>
    </WorkPane>
  );
}
