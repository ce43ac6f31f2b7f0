/* Products as the ladder has them. */
import type { components } from '#shared/api/schema.d.ts';

export type Product = components['schemas']['Product'];
export type ProductEdit = components['schemas']['ProductEdit'];
export type Standing = 'onSale' | 'soon' | 'ended' | 'off';

/* Days are YYYY-MM-DD, so their order is that of their texts. */
export function standingOf({ active, active_from, active_until }: Product, today: string): Standing {
  if (!active) return 'off';
  if (active_from !== undefined && today < active_from) return 'soon';
  return active_until !== undefined && today > active_until ? 'ended' : 'onSale';
}

/* Its step in the family's ladder; undefined when it is not offered. The list comes in the ladder's order. */
export function stepOf(family: readonly Product[], product: Product, today: string): number | undefined {
  const offered = family.filter((one) => standingOf(one, today) === 'onSale');
  const at = offered.indexOf(product);
  return at < 0 ? undefined : at + 1;
}

export const editOf = (product: Product): ProductEdit => ({
  family: product.family,
  name: product.name,
  price_cop: product.price_cop,
  sim: product.sim ?? 'never',
  features: product.features ?? [],
  pitch: product.pitch ?? '',
  active: product.active,
  active_from: product.active_from ?? '',
  active_until: product.active_until ?? '',
});

/* What is sent: an empty box is nothing. */
export const sent = (values: ProductEdit): ProductEdit => ({
  ...values,
  features: values.features.map((one) => one.trim()).filter((one) => one !== ''),
  pitch: values.pitch || null,
  active_from: values.active_from || null,
  active_until: values.active_until || null,
});

/* «64.900», «$ 64 900» → 64900 */
export const pesosOf = (text: string): number => Number(text.replace(/\D/g, ''));
