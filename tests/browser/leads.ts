/* A file of leads as centres send them, and what an admin sees of it once it is in. */
import { writeFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { made } from './facts.ts';
import type { Person } from './person.ts';

export const ROWS = 10_000;
const NUMBERS = 1000; /* so that each comes ten times */
const FORMS = [
  (n: string) => `300000${n}`,
  (n: string) => `+57 300-000-${n}`,
  (n: string) => `(300) 000 ${n}`,
  () => 'no tiene',
  () => '123',
];
export const UNREADABLE = (ROWS * 2) / FORMS.length;

/* Spaces, prefixes, letters, every number ten times; Latin-1 and semicolons. */
function messyFile(): string {
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const number = String((row * 7919) % NUMBERS).padStart(4, '0');
    return `"Pérez Ejemplo; ${row}";Bogotá;${FORMS[row % FORMS.length]?.(number)}`;
  });
  const path = made('base.csv');
  writeFileSync(path, ['Nombre;Ciudad;Teléfono', ...rows].join('\r\n'), 'latin1');
  return path;
}

export interface Imported {
  readonly rows: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly suppressed: number;
  readonly refused: number;
}

export async function importLeads(admin: Person, name: string): Promise<Imported> {
  await admin.page.getByRole('link', { name: 'Bases' }).click();
  await admin.sees('Bases de clientes potenciales');
  await admin.type('Nombre de la base', name);
  await admin.type('De dónde viene', 'Archivo de prueba');
  await admin.type('Con qué autorización', 'Formulario web, v2');
  await admin.page.getByLabel('Archivo CSV').last().setInputFiles(messyFile());
  await admin.press('Control+Enter');
  await admin.sees(`Revisar ${name}`);
  await expect(admin.page.getByLabel('Codificación')).toHaveValue('latin1');
  await expect(admin.page.getByLabel('Qué es Teléfono')).toHaveValue('phone');
  await admin.ready('Cargar la base');
  await admin.press('Control+Enter');
  await admin.sees('Cargada: 10.000 filas');
  const why = admin.page.getByRole('cell', { name: 'El teléfono tiene letras o signos' });
  await expect(why.first()).toBeVisible();
  const count = async (label: string) => {
    const term = admin.page.getByRole('term').filter({ hasText: label });
    const text = await term.locator('xpath=following-sibling::dd[1]').textContent();
    return Number(text?.replaceAll('.', ''));
  };
  return {
    rows: await count('Filas'),
    accepted: await count('Entraron'),
    duplicates: await count('Repetidas en la campaña'),
    suppressed: (await count('Excluidas por el RNE')) + (await count('Pidieron no ser llamados')),
    refused: await count('Rechazadas'),
  };
}
