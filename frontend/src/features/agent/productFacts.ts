import { formatCop, formatPhone } from '#shared/format/formats.ts';
import type { FactRow } from '#shared/ui/Facts.tsx';
import type { Sale } from './desk.ts';

/* Where a product goes: its number or its address. */
export function lineText({ line }: Sale['products'][number]): string {
  if (!line) return '';
  if (line.number) return formatPhone(line.number);
  return [line.address, line.city].filter(Boolean).join(', ');
}

/* One row for each product: name, line, cost. */
export function productFacts(sale: Sale, label: string): FactRow[] {
  return sale.products.map((product, n) => ({
    label: sale.products.length > 1 ? `${label} ${n + 1}` : label,
    value: [product.name, lineText(product), formatCop(product.price_cop)].filter(Boolean).join(' · '),
  }));
}
