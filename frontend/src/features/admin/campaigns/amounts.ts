/* A rule's number as a person types it: 90 (días), 2,5 (h), 3 (%). The server counts in ms, bytes, hundredths. */
import type { components } from '#shared/api/schema.d.ts';

export type Entry = components['schemas']['PolicyEntry'];
export type Unit = 'd' | 'h' | 'min' | 's' | 'percent' | 'dB' | 'MB' | 'count';

const durations: readonly (readonly [Unit, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
];

export interface Scale {
  readonly unit: Unit;
  readonly factor: number;
}

/* The largest unit of which the default is a whole number. */
export function scaleOf(entry: Entry): Scale {
  switch (entry.unit) {
    case 'ms': {
      const [unit, factor] = durations.find(([, ms]) => entry.default % ms === 0 && entry.default >= ms) ?? [
        's',
        1000,
      ];
      return { unit, factor };
    }
    case 'basis_points':
      return { unit: 'percent', factor: 100 };
    case 'centibel':
      return { unit: 'dB', factor: 100 };
    case 'bytes':
      return { unit: 'MB', factor: 1024 * 1024 };
    case 'count':
    case 'switch':
      return { unit: 'count', factor: 1 };
  }
}

export function shown(value: number, { factor }: Scale): string {
  const amount = value / factor;
  return String(Math.round(amount * 1000) / 1000).replace('.', ',');
}

/* Undefined when it is no number. */
export function typed(text: string, { factor }: Scale): number | undefined {
  const plain = text.trim().replace(',', '.');
  if (!/^-?\d+(\.\d+)?$/.test(plain)) return undefined;
  return Math.round(Number(plain) * factor);
}

/* What is wrong with a value, by its bounds. */
export function judge(entry: Entry, value: number | undefined): 'ok' | 'type' | 'too_small' | 'too_large' {
  if (value === undefined) return 'type';
  if (value < entry.least) return 'too_small';
  return value > entry.most ? 'too_large' : 'ok';
}

/* The campaign's own numbers with one changed; undefined: back to the default. */
export type Own = Readonly<Record<string, number>>;

export const ownOf = (entries: readonly Entry[]): Own =>
  Object.fromEntries(entries.filter(({ own }) => own).map(({ name, value }) => [name, value]));

export function withOwn(own: Own, name: string, value: number | undefined): Own {
  const rest = Object.fromEntries(Object.entries(own).filter(([other]) => other !== name));
  return value === undefined ? rest : { ...rest, [name]: value };
}

export const sameOwn = (left: Own, right: Own): boolean =>
  Object.keys(left).length === Object.keys(right).length &&
  Object.entries(left).every(([name, value]) => right[name] === value);

/* Groups in the order of the table: «identity.closed_ms» is of «identity». */
export function groupsOf(entries: readonly Entry[]): readonly (readonly [string, readonly Entry[]])[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const group = entry.name.slice(0, entry.name.indexOf('.'));
    groups.set(group, [...(groups.get(group) ?? []), entry]);
  }
  return [...groups];
}
