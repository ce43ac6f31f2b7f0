/* A submitted sale's states, as whoever works on it or watches it calls them; the agent has words of their own. */
import type { Shape } from './catalogue.ts';

const es = {
  draft: 'Sin terminar',
  submitted: 'Por revisar',
  in_review: 'En revisión',
  data_requested: 'Espera un dato',
  recording_requested: 'Espera a calidad',
  rerecord_requested: 'Se graba de nuevo',
  confirming: 'Por confirmar',
  documents_pending: 'Faltan documentos',
  activating: 'En activación',
  activated: 'Activada',
  dispatched: 'Chip en camino',
  delivered: 'Entregada',
  returned: 'Devuelta',
  cancelled: 'Cancelada',
  rejected: 'Rechazada',
  expired: 'Vencida',
  undelivered: 'No entregada',
  withdrawn: 'Retractada',
};

const en: Shape<typeof es> = {
  draft: 'Unfinished',
  submitted: 'To review',
  in_review: 'In review',
  data_requested: 'Waits for data',
  recording_requested: 'Waits for quality',
  rerecord_requested: 'Recorded again',
  confirming: 'To be confirmed',
  documents_pending: 'Documents missing',
  activating: 'Activating',
  activated: 'Activated',
  dispatched: 'SIM on its way',
  delivered: 'Delivered',
  returned: 'Returned',
  cancelled: 'Cancelled',
  rejected: 'Rejected',
  expired: 'Expired',
  undelivered: 'Undelivered',
  withdrawn: 'Withdrawn',
};

export const saleStates = { es, en };
