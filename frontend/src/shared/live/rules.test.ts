import { expect, it } from 'vitest';
import { keysFor, type LiveRule } from './rules.ts';

const rules: readonly LiveRule[] = [
  { on: ['sale.*', 'task.changed'], keys: (event) => [['sales'], ['sale', event.data.sale_id]] },
  { on: ['sale.submitted'], keys: () => [['queue']] },
];
const event = (type: string) => ({ channel: 'backoffice', at: 0, type, data: { sale_id: 's1' } });

it('makes old what the rules name, by the type or by how it begins', () => {
  expect(keysFor(rules, event('sale.submitted'))).toEqual([['sales'], ['sale', 's1'], ['queue']]);
  expect(keysFor(rules, event('task.changed'))).toEqual([['sales'], ['sale', 's1']]);
  expect(keysFor(rules, event('sales.other'))).toEqual([]);
});
