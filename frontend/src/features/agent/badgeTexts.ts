/* Apart from the others: the navigation is there before any screen of the feature is. */
import { defineTexts } from '#shared/i18n/catalogue.ts';

const es = { waiting: (n: number) => (n === 1 ? '1 tarea pendiente' : `${n} tareas pendientes`) };
const en: typeof es = { waiting: (n) => (n === 1 ? '1 task waiting' : `${n} tasks waiting`) };

export const badgeTexts = defineTexts(es, en);
