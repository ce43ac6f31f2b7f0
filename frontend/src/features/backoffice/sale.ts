/* What the back office sees of a sale, and what comes next. The server decides; this only chooses the panel. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ok } from '#shared/api/client.ts';
import type { components } from '#shared/api/schema.d.ts';
import type { Shape } from '#shared/ui/Status.tsx';

export type Schemas = components['schemas'];
export type Sale = Schemas['Sale'];
export type SaleState = Schemas['SaleState'];
export type TaskField = Schemas['TaskField'];
export type Paper = Schemas['Document'];

export const saleKey = (id: string) => ['sale', id] as const;

export function useSale(id: string) {
  return useQuery({
    queryKey: saleKey(id),
    queryFn: () => ok(api.GET('/sales/{id}', { params: { path: { id } } })),
  });
}

export function useSaleUpdate(id: string) {
  const client = useQueryClient();
  return {
    put: (sale: Sale) => {
      client.setQueryData(saleKey(id), sale);
      void client.invalidateQueries({ queryKey: ['sales'] });
    },
    refresh: () => void client.invalidateQueries({ queryKey: saleKey(id) }),
  };
}

export type Panel = 'review' | 'wait' | 'confirm' | 'documents' | 'activate' | 'dispatch' | 'ended';

export function panelOf(state: SaleState): Panel {
  switch (state) {
    case 'submitted':
    case 'in_review':
      return 'review';
    case 'data_requested':
    case 'recording_requested':
    case 'rerecord_requested':
      return 'wait';
    case 'confirming':
      return 'confirm';
    case 'documents_pending':
      return 'documents';
    case 'activating':
      return 'activate';
    case 'activated':
    case 'dispatched':
    case 'returned':
      return 'dispatch';
    default:
      return 'ended';
  }
}

export const stateShapes: Record<SaleState, Shape> = {
  draft: 'wait',
  submitted: 'wait',
  in_review: 'run',
  data_requested: 'warn',
  recording_requested: 'wait',
  rerecord_requested: 'warn',
  confirming: 'run',
  documents_pending: 'run',
  activating: 'run',
  activated: 'ok',
  dispatched: 'run',
  delivered: 'ok',
  returned: 'warn',
  cancelled: 'off',
  rejected: 'off',
  expired: 'bad',
  undelivered: 'bad',
  withdrawn: 'off',
};

export const serviceShapes: Record<Schemas['Activation']['services'][number]['state'], Shape> = {
  to_load: 'wait',
  loading: 'run',
  loaded: 'ok',
  not_loaded: 'warn',
  refused: 'bad',
  unconfirmed: 'warn',
  reversed: 'off',
};

/* There is a dispatch to be read: nothing is asked for that is not there yet. */
export function wasScheduled({ history = [] }: Pick<Sale, 'history'>): boolean {
  return history.some(({ action }) => action === 'schedule_dispatch');
}

/* The sale's way, as every screen of it shows. */
export const saleSteps = ['review', 'recording', 'confirmation', 'papers', 'activation', 'sim'] as const;
export type SaleStep = (typeof saleSteps)[number];

const stepOfState: Partial<Record<SaleState, SaleStep>> = {
  submitted: 'review',
  in_review: 'review',
  recording_requested: 'recording',
  rerecord_requested: 'recording',
  confirming: 'confirmation',
  documents_pending: 'papers',
  activating: 'activation',
  activated: 'sim',
  dispatched: 'sim',
  returned: 'sim',
};

/* The step being worked on; all are done when the SIM is delivered. Undefined: the sale fell, no step is next. */
export function stepOf({ state, return_state }: Pick<Sale, 'state' | 'return_state'>): number | undefined {
  if (state === 'delivered') return saleSteps.length;
  const step = stepOfState[state === 'data_requested' ? (return_state ?? 'in_review') : state];
  return step && saleSteps.indexOf(step);
}

/* Papers on file that prove a field; none: the agent is asked. The server decides. */
const identityPapers = ['id_front', 'id_back'] as const;
const proofs: Partial<Record<TaskField, readonly Schemas['DocumentKind'][]>> = {
  place_of_issue: identityPapers,
  birthplace: identityPapers,
  other_operator_value: [...identityPapers, 'utility_bill'],
};

export function provedBy(sale: Sale, field: TaskField): readonly Schemas['DocumentKind'][] {
  const onFile = (kind: Schemas['DocumentKind']) =>
    sale.documents?.[kind] === 'uploaded' || sale.documents?.[kind] === 'accepted';
  return (proofs[field] ?? []).filter(onFile);
}

export function isActivated(state: SaleState): boolean {
  return ['activated', 'dispatched', 'returned', 'delivered'].includes(state);
}
