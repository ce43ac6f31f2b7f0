import { defineTexts } from '../i18n/catalogue.ts';
import { en } from './texts.en.ts';
import { es } from './texts.es.ts';

export const phoneTexts = defineTexts(es, en);
