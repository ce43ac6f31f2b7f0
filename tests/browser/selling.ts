/* An agent's call up to the read contract, worked by ear and by keys. */
import { expect } from '@playwright/test';
import { digits } from './ears.ts';
import { admin } from './facts.ts';
import type { Person } from './person.ts';

/* What the voice can say: the text of each word. */
const words = new Map(
  admin('voices')
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([name, , text]) => [name?.split('/')[1] ?? '', text ?? '']),
);
const say = (...ids: string[]) => ids.map((id) => words.get(id) ?? '').join(' ');
const pad = (text: string) => text.padStart(2, '0');
const MONTHS =
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' ');
const CLAUSES = 6; /* a statement, then a question */

export interface Told {
  readonly name: string;
  readonly document: string;
  readonly issued: string; /* 2006-10-28 */
  readonly place: string;
  readonly birthplace: string;
}

/* What the customer dictates: name, document, date and places. */
function dictated(heard: string[]): Told {
  const after = (word: string, n: number) => heard.slice(heard.indexOf(word) + 1).slice(0, n);
  const month = heard.find((word) => /^m\d+$/.test(word)) ?? '';
  const year = heard.find((word) => /^y\d+$/.test(word)) ?? '';
  const day = heard.slice(heard.indexOf('issued') + 1).find((word) => /^[nd]\d+$/.test(word)) ?? '';
  const places = heard.filter((word) => /^c\d+$/.test(word));
  const names = after('my_name', 6).filter((word) => /^[gs]\d+$/.test(word));
  return {
    name: say(...names),
    document: digits(heard, 'my_document'),
    issued: `${words.get(year)}-${pad(String(MONTHS.indexOf(words.get(month) ?? '') + 1))}-${pad(day.slice(1))}`,
    place: say(places[0] ?? ''),
    birthplace: say(places[1] ?? ''),
  };
}

export async function takeCall(agent: Person) {
  await agent.ready(/Ponerse disponible/);
  await agent.press('F2');
  await agent.sees(/Ofrecimiento 1 de 5/);
  await agent.ears.heard('hello');
}

/* A ladder rejected with rebuttals, until the customer accepts the second offer. */
export async function sellSecond(agent: Person) {
  await agent.press('Alt+1');
  await rebut(agent, 2);
  await agent.press('F8');
  await agent.sees(/Ofrecimiento 2 de 5/);
  await accept(agent, 'accept_offer');
}

/* One offer, and every rebuttal to its rejection. */
export async function persuade(agent: Person) {
  await agent.press('Alt+1');
  await rebut(agent, 3);
  await accept(agent, 'accept_rebuttal');
}

async function rebut(agent: Person, times: number) {
  for (let rebuttal = 1; rebuttal <= times; rebuttal += 1) {
    await agent.ready(new RegExp(`Lo dije: ${rebuttal} de 3`));
    await agent.press('Alt+9');
  }
}

async function accept(agent: Person, said: string) {
  await agent.ears.heard(said);
  await agent.press('Control+Enter');
  await agent.sees(/¿Para qué es/);
  await agent.ears.heard('this_number');
}

/* The line stays this number: one document, one key. */
export async function nameDocument(agent: Person, document: string) {
  await agent.type('Número de documento', document);
  await agent.press('Control+Enter');
  await agent.sees('Datos del solicitante');
}

/* Types what the customer dictates, and asks the bureau. */
export async function askBureau(agent: Person): Promise<Told> {
  const told = dictated(await agent.ears.heard('my_document'));
  await agent.type('Nombre completo', told.name);
  await agent.type('Fecha de expedición', told.issued);
  await agent.type('Lugar de expedición', told.place);
  await agent.type('Lugar de nacimiento', told.birthplace);
  await agent.ready(/Validar la identidad/);
  await agent.press('Control+Enter');
  return told;
}

export async function hearCode(agent: Person): Promise<string> {
  const code = digits(await agent.ears.heard('code_is'), 'code_is');
  expect(code).toMatch(/^\d{5}$/);
  return code;
}

export async function enterCode(agent: Person, code: string) {
  await agent.type(/dígitos que le llegaron/, code);
  await agent.press('Control+Enter');
  await agent.sees('Identidad validada');
}

export async function beginReading(agent: Person) {
  await agent.ready(/Empezar/);
  await agent.press('F9');
  await atClause(agent, 1);
}

const atClause = (agent: Person, clause: number) =>
  agent.sees(new RegExp(`Cláusula ${clause} de ${CLAUSES}`));
const heardYes = (agent: Person) => agent.ears.heard('yes_of_course', 'yes_accept');

interface Clauses {
  readonly from?: number;
  readonly to?: number;
  readonly repeated?: number; /* the question that is asked again once */
}

export async function readClauses(agent: Person, { from = 1, to = CLAUSES, repeated = 0 }: Clauses = {}) {
  for (let clause = from; clause <= to; clause += 1) {
    await atClause(agent, clause);
    if (clause % 2 === 1) {
      await agent.ready(/Leída: siguiente/);
      await agent.press('F8');
      continue;
    }
    await heardYes(agent);
    if (clause === repeated) {
      await agent.press('Alt+2');
      await agent.ready(/repetir \(queda 1\)/);
      await heardYes(agent);
    }
    await agent.ready(/Dijo que sí/);
    await agent.press('Alt+1');
  }
}

/* The form as it stands goes to the back office, the call is done with, and own tasks come before the next one. */
export async function handIn(agent: Person): Promise<string> {
  await agent.ready(/Enviar la venta/);
  await agent.press('Control+Enter');
  const sent = agent.page.getByText(/Venta V-\d{6} enviada a backoffice/);
  await expect(sent).toBeVisible({ timeout: 40_000 });
  const number = /V-\d{6}/.exec((await sent.textContent()) ?? '')?.[0] ?? '';
  await agent.press('F10');
  await agent.sees('Tipificar la llamada');
  await agent.press('5', '1');
  await agent.reads(/Tipificada: Venta/);
  await agent.page.getByRole('button', { name: 'Atender mis tareas' }).click();
  await agent.reads('Después sigue con sus tareas');
  return number;
}
