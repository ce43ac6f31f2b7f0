import { useId, useState } from 'react';
import { api, ifMatch, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import type { components } from '#shared/api/schema.d.ts';
import { formatInteger } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton, Button, Why } from '#shared/ui/Button.tsx';
import { Card } from '#shared/ui/Card.tsx';
import { Check } from '#shared/ui/Choices.tsx';
import { ErrorSummary } from '#shared/ui/ErrorSummary.tsx';
import { Hint, SelectField, TextArea, TextField } from '#shared/ui/Field.tsx';
import l from '#shared/ui/layout.module.css';
import { showToast } from '#shared/ui/toasts.ts';
import { DayField } from '#shared/ui/TypedField.tsx';
import { editOf, pesosOf, sent, type Product, type ProductEdit } from './products.ts';
import { catalogueTexts } from './texts.ts';

interface ProductFormProps {
  campaign: string;
  families: readonly components['schemas']['Family'][];
  product?: Product; /* none: a new one */
  onDone: () => void;
}

const named = [
  'family',
  'name',
  'price_cop',
  'sim',
  'features',
  'pitch',
  'active_from',
  'active_until',
] as const;

export function ProductForm({ campaign, families, product, onDone }: ProductFormProps) {
  const t = useTexts(catalogueTexts);
  const id = useId();
  const empty: ProductEdit = {
    family: families[0]?.family ?? '',
    name: '',
    price_cop: 0,
    sim: 'new_number',
    features: [],
    pitch: '',
    active: true,
    active_from: '',
    active_until: '',
  };
  const [values, setValues] = useState(product ? editOf(product) : empty);
  const set = (change: Partial<ProductEdit>) => setValues({ ...values, ...change });
  const send = useCommand({
    run: (body: ProductEdit, { headers }) =>
      ok(
        product
          ? api.PUT('/products/{id}', {
              body,
              params: { path: { id: product.id }, header: ifMatch(product.version) },
            })
          : api.POST('/campaigns/{id}/products', {
              body,
              params: { path: { id: campaign }, header: headers },
            }),
      ),
    invalidates: [['products', campaign]],
    onDone: () => {
      showToast({ text: t.saved });
      onDone();
    },
  });
  const save: Action = {
    id: 'product.save',
    label: product ? t.save : t.create,
    key: 'Ctrl+Enter',
    enabled: values.name.trim() !== '' && values.price_cop > 0,
    whyDisabled: t.fill,
    run: () => send.run(sent(values)),
  };
  useActions([save]);
  const labels = {
    family: t.family,
    name: t.name,
    price_cop: t.price,
    sim: t.sim,
    features: t.features,
    pitch: t.pitch,
    active_from: t.from,
    active_until: t.until,
  };
  const at = (name: (typeof named)[number]) => `${id}-${name}`;
  return (
    <Card title={product ? t.edit : t.fresh}>
      <div className={l.stackWide}>
        {send.problem && (
          <ErrorSummary
            problem={send.problem}
            count={send.problemCount}
            fields={Object.fromEntries(named.map((name) => [name, { id: at(name), label: labels[name] }]))}
          />
        )}
        <SelectField
          id={at('family')}
          label={t.family}
          value={values.family}
          options={families.map((one) => ({ value: one.family, label: one.name }))}
          onChange={(event) => set({ family: event.target.value })}
        />
        <TextField
          id={at('name')}
          label={t.name}
          value={values.name}
          onChange={(event) => set({ name: event.target.value })}
        />
        <TextField
          id={at('price_cop')}
          label={t.price}
          inputMode="numeric"
          value={values.price_cop ? formatInteger(values.price_cop) : ''}
          onChange={(event) => set({ price_cop: pesosOf(event.target.value) })}
        />
        <SelectField
          id={at('sim')}
          label={t.sim}
          value={values.sim}
          options={(['new_number', 'always', 'never'] as const).map((value) => ({
            value,
            label: t.sims[value],
          }))}
          onChange={(event) => set({ sim: event.target.value as ProductEdit['sim'] })}
        />
        <TextArea
          id={at('features')}
          label={t.features}
          hint={t.featuresHint}
          value={values.features.join('\n')}
          onChange={(event) => set({ features: event.target.value.split('\n') })}
        />
        <TextArea
          id={at('pitch')}
          label={t.pitch}
          value={values.pitch ?? ''}
          onChange={(event) => set({ pitch: event.target.value })}
        />
        <Check label={t.active} checked={values.active} onChange={(active) => set({ active })} />
        <DayField
          id={at('active_from')}
          label={t.from}
          value={values.active_from ?? ''}
          onValue={(active_from) => set({ active_from })}
        />
        <DayField
          id={at('active_until')}
          label={t.until}
          hint={t.days}
          value={values.active_until ?? ''}
          onValue={(active_until) => set({ active_until })}
        />
        {product && <Hint>{t.keeps}</Hint>}
        <ActionButton action={save} variant="primary" split why="beside" />
        <Why action={save} />
        {product && (
          <Button variant="quiet" onClick={onDone}>
            {t.cancel}
          </Button>
        )}
      </div>
    </Card>
  );
}
