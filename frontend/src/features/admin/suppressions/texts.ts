import { defineTexts } from '#shared/i18n/catalogue.ts';
import { en } from './texts.en.ts';
import { es } from './texts.es.ts';

export const suppressionTexts = defineTexts(es, en);
