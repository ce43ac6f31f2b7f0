/* From a file of leads to an accepted offer, by three people with their keys, eyes and ears. */
import { writeFileSync } from 'node:fs';
import { expect, test, type Browser } from '@playwright/test';
import { made } from './facts.ts';
import { Person } from './person.ts';

const ROWS = 10_000;

/* A file as centres send them: spaces, prefixes, letters, twice the same number; Latin-1 and semicolons. */
function messyFile(): string {
  const forms = [
    (n: string) => `300000${n}`,
    (n: string) => `+57 300-000-${n}`,
    (n: string) => `(300) 000 ${n}`,
    () => 'no tiene',
    () => '123',
  ];
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const number = String((row * 7919) % 1000).padStart(4, '0');
    return `"Pérez Ejemplo; ${row}";Bogotá;${(forms[row % forms.length] ?? forms[0]!)(number)}`;
  });
  const path = made('base.csv');
  writeFileSync(path, ['Nombre;Ciudad;Teléfono', ...rows].join('\r\n'), 'latin1');
  return path;
}

async function importLeads(browser: Browser) {
  const boss = await Person.at(browser, 'admin');
  await boss.page.getByRole('link', { name: 'Bases' }).click();
  await boss.sees('Bases de clientes potenciales');
  await boss.type('Nombre de la base', 'Noviembre, referidos');
  await boss.type('De dónde viene', 'Archivo de prueba');
  await boss.type('Con qué autorización', 'Formulario web, v2');
  await boss.page.getByLabel('Archivo CSV').last().setInputFiles(messyFile());
  await boss.press('Control+Enter');
  const row = boss.page.getByRole('row', { name: /Noviembre, referidos/ });
  await expect(row.getByText('Lista', { exact: true })).toBeVisible({ timeout: 40_000 });
  await expect(row.getByText('10.000')).toBeVisible();
  await row.getByRole('button', { name: /no entraron/ }).click();
  await boss.reads('El teléfono tiene letras o signos');
  return boss;
}

/* A ladder rejected with rebuttals, until the customer accepts. */
async function offer(agent: Person) {
  await agent.ready(/Ponerse disponible/);
  await agent.press('F2');
  await agent.sees(/Ofrecimiento 1 de 5/);
  await agent.ears.heard('hello');
  await agent.press('Alt+1');
  await agent.ready(/Lo dije: 1 de 3/);
  await agent.press('Alt+9');
  await agent.ready(/Lo dije: 2 de 3/);
  await agent.press('F8');
  await agent.sees(/Ofrecimiento 2 de 5/);
  await agent.ears.heard('accept_offer');
  await agent.press('Control+Enter');
  await agent.sees(/¿Para qué es/);
  await agent.ears.heard('this_number');
}

test('from a file of leads to an accepted offer, seen on the floor', async ({ browser }) => {
  const supervisor = await Person.at(browser, 'supervisor');
  await supervisor.sees('Piso en vivo');
  const boss = await importLeads(browser);
  const agent = await Person.at(browser, 'agent');
  await agent.sees('Mi jornada');
  await offer(agent);
  await expect(supervisor.page.getByRole('row', { name: /Laura Ejemplo/ })).toContainText('En llamada');
  for (const person of [boss, supervisor, agent]) expect(person.complaints()).toEqual([]);
});
