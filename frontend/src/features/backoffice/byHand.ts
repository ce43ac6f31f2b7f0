/* What is carried by hand into the operator's own program, step by step. */
import { formatCop, formatDocument } from '#shared/format/formats.ts';
import type { Sale, Schemas } from './sale.ts';

export type Activation = Schemas['Activation'];
export type Entry = Schemas['ActivationEntry'];
export type EntryStep = Entry['step'];

export interface NextEntry {
  readonly step: EntryStep;
  readonly n?: number; /* of the service */
}

/* undefined: everything has its result. */
export function nextEntry(activation: Activation): NextEntry | undefined {
  if (!activation.line) return { step: 'line' };
  if (!activation.rate) return { step: 'rate' };
  if (!activation.personal_data_at) return { step: 'personal' };
  const open = activation.services.find(({ state }) => !['loaded', 'refused', 'reversed'].includes(state));
  return open && { step: 'services', n: open.n };
}

const person = [
  'full_name',
  'document_number',
  'issue_date',
  'place_of_issue',
  'birthplace',
  'phone',
  'residence_address',
  'delivery_address',
  'city',
] as const;

export type CarriedName =
  (typeof person)[number] | 'line_number' | 'line_address' | 'product' | 'price' | 'rate';

export interface Carried {
  readonly id: string;
  readonly name: CarriedName;
  readonly value: string;
}

function ofPerson(sale: Sale): Carried[] {
  const { customer } = sale;
  return person.map((name) => ({
    id: name,
    name,
    value:
      name === 'document_number' && customer.document_number
        ? formatDocument(customer.document_type ?? 'cc', customer.document_number)
        : (customer[name] ?? ''),
  }));
}

function ofLines(sale: Sale): Carried[] {
  return sale.products.flatMap(({ n, line }) => [
    { id: `number-${n}`, name: 'line_number' as const, value: line?.number ?? '' },
    { id: `address-${n}`, name: 'line_address' as const, value: line?.address ?? '' },
  ]);
}

function ofProducts(sale: Sale, n?: number): Carried[] {
  return sale.products
    .filter((product) => n === undefined || product.n === n)
    .flatMap((product) => [
      { id: `product-${product.n}`, name: 'product' as const, value: product.name },
      { id: `price-${product.n}`, name: 'price' as const, value: formatCop(product.price_cop) },
    ]);
}

/* Only what the step needs, and only what is there. */
export function carriedOf(sale: Sale, activation: Activation, next: NextEntry): Carried[] {
  const rows: Record<EntryStep, () => Carried[]> = {
    line: () => [...ofLines(sale), ...ofPerson(sale).slice(0, 2)],
    rate: () => ofProducts(sale),
    personal: () => ofPerson(sale),
    services: () => [
      ...ofProducts(sale, next.n),
      { id: 'rate', name: 'rate', value: activation.rate?.code ?? '' },
    ],
  };
  return rows[next.step]().filter(({ value }) => value !== '');
}
