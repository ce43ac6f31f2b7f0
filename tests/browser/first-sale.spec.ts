/* One sale, from a file of leads to a delivered SIM, by five people with their keys, eyes and ears. */
import { writeFileSync } from 'node:fs';
import { expect, test, type Browser } from '@playwright/test';
import { digits } from './ears.ts';
import { admin, made } from './facts.ts';
import { Person } from './person.ts';
import { factsOf } from './record.ts';

const ROWS = 10_000;
const ICCID = '8957000000000000011';

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
  await boss.sees('Revisar Noviembre, referidos');
  await expect(boss.page.getByLabel('Codificación')).toHaveValue('latin1');
  await expect(boss.page.getByLabel('Qué es Teléfono')).toHaveValue('phone');
  await boss.ready('Cargar la base');
  await boss.press('Control+Enter');
  await boss.sees('Cargada: 10.000 filas');
  await expect(boss.page.getByRole('cell', { name: 'El teléfono tiene letras o signos' }).first()).toBeVisible();
  return boss;
}

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

/* What the customer dictates: name, document, date and places. */
function dictated(heard: string[]) {
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

async function identify(agent: Person, document: string) {
  await agent.type('Número de documento', document);
  await agent.press('Control+Enter');
  await agent.sees('Datos del solicitante');
  const told = dictated(await agent.ears.heard('my_document'));
  expect(told.document).toBe(document);
  await agent.type('Nombre completo', told.name);
  await agent.type('Fecha de expedición', told.issued);
  await agent.type('Lugar de expedición', told.place);
  await agent.type('Lugar de nacimiento', told.birthplace);
  await agent.ready(/Validar la identidad/);
  await agent.press('Control+Enter');
  const code = digits(await agent.ears.heard('code_is'), 'code_is');
  expect(code).toMatch(/^\d{5}$/);
  await agent.type(/dígitos que le llegaron/, code);
  await agent.press('Control+Enter');
  await agent.sees('Identidad validada');
  return told;
}

/* Reads every clause; the question in `repeated` is asked again once. */
async function readContract(agent: Person, repeated?: number) {
  await agent.ready(/Empezar la lectura/);
  await agent.press('F9');
  for (let clause = 1; clause <= 6; clause += 1) {
    await agent.sees(new RegExp(`Cláusula ${clause} de 6`));
    const isQuestion = clause % 2 === 0;
    if (!isQuestion) {
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

const heardYes = (agent: Person) => agent.ears.heard('yes_of_course', 'yes_accept');

/* Hears the whole take, or only marks the clause as faulty. */
async function review(analyst: Person, faulty: boolean) {
  await analyst.ready(/Revisar la siguiente/);
  await analyst.press('F2');
  await analyst.sees(/Lectura de V-\d+ · toma/);
  if (faulty) {
    await analyst.ready('Oír');
    for (const clause of [2, 3, 4]) {
      await analyst.press('ArrowDown');
      await analyst.reads(`Cláusula ${clause} de 6`);
    }
    await analyst.press('Alt+3');
    await analyst.ready(/^Devolver ?: con falla/);
    await analyst.press('F9');
  } else {
    await analyst.ready('Oír');
    await analyst.press('Alt+ArrowUp', 'Alt+ArrowUp', 'Space');
    await expect(analyst.page.getByRole('button', { name: /Aprobar la lectura/ })).toBeEnabled({
      timeout: 120_000,
    });
    await analyst.press('F8');
  }
  await analyst.sees('Lecturas por revisar');
}

async function upload(office: Person, kind: string, file: string) {
  await office.page.getByRole('button', { name: new RegExp(`^${kind}`) }).click();
  await office.page.getByLabel(`Subir ${kind}`).last().setInputFiles(made(file));
  await office.ready(/Se lee y corresponde/);
  await office.press('Alt+1');
  await expect(office.page.getByRole('button', { name: new RegExp(`^${kind}`) })).toContainText('Aceptado');
}

test('from a file of leads to a delivered SIM', async ({ browser }) => {
  const supervisor = await Person.at(browser, 'supervisor');
  await supervisor.sees('Piso en vivo');
  const boss = await importLeads(browser);
  const agent = await Person.at(browser, 'agent');
  await agent.sees('Mi jornada');

  /* The agent sells. */
  await offer(agent);
  await expect(supervisor.page.getByRole('row', { name: /Laura Ejemplo/ })).toContainText('En llamada');
  const told = await identify(agent, '1000000101');
  await readContract(agent, 4);
  await agent.sees('Formulario de la venta');
  await agent.press('Alt+3');
  await agent.type('Operador', 'Operador Muestra');
  await agent.ready(/Enviar la venta/);
  await agent.press('Control+Enter');
  await agent.reads(/enviada a backoffice/);
  await agent.press('F10');
  await agent.sees('Tipificar la llamada');
  await agent.press('5', '1');
  await agent.reads(/Tipificada: Venta/);
  await agent.page.getByRole('link', { name: 'Ir a mi jornada' }).click();
  await agent.page.getByRole('button', { name: 'Atender mis tareas' }).click();
  await expect(supervisor.page.getByRole('group', { name: 'Cifras de hoy' })).toContainText(/Productos\s*1/);

  /* The back office asks for what was left pending; the agent answers. */
  const office = await Person.at(browser, 'backoffice');
  await office.sees('Ventas por revisar');
  await office.press('F2');
  await office.sees(/V-\d{6}/);
  const title = (await office.page.getByRole('heading', { level: 1 }).textContent()) ?? '';
  const number = /V-\d{6}/.exec(title)?.[0] ?? '';
  await office.page.getByRole('button', { name: 'Marcar Otro operador y valor como errado' }).click();
  await office.page.getByLabel('¿Qué pasa?').selectOption('pending');
  await office.press('Control+Enter');
  await office.reads('Espera el dato que se pidió al asesor.');
  await agent.reads(`Backoffice pide un dato de la venta ${number}.`);
  await agent.page.getByRole('link', { name: 'Abrir', exact: true }).click();
  await agent.sees(new RegExp(`Venta ${number}`));
  await agent.page.getByLabel('El valor es').check();
  await agent.page.getByLabel('Plan', { exact: true }).check();
  await agent.type('Operador', 'Operador Muestra');
  await agent.type('Valor del plan, en pesos', '45900');
  await agent.press('Control+Enter');
  await agent.reads('Respuesta enviada a backoffice');
  await office.reads(/El asesor respondió el dato/);
  await office.ready(/Está completa|Tomar la venta/);
  if (await office.page.getByRole('button', { name: /Tomar la venta/ }).isVisible()) await office.press('F2');
  await office.ready(/Está completa: pedir la grabación/);
  await office.press('F8');
  await office.reads('Espera la revisión de calidad.');

  /* Quality finds a fault; the agent reads again; quality hears it all. */
  const analyst = await Person.at(browser, 'quality');
  await review(analyst, true);
  await agent.reads(`Hay que grabar de nuevo el contrato de la venta ${number}.`);
  await agent.page.getByRole('link', { name: 'Abrir', exact: true }).click();
  await agent.reads('Grabar de nuevo el contrato completo.');
  await agent.ready(/Llamar/);
  await agent.press('F2');
  await agent.sees(/Lectura del contrato/);
  await agent.reads(/Cláusula 4: no hubo un sí claro/);
  await readContract(agent);
  await agent.page.getByRole('button', { name: 'Colgar' }).click();
  await review(analyst, false);

  /* Confirmation, papers, activation, dispatch. */
  await office.ready(/Tomar la venta|Llamar al cliente/);
  if (await office.page.getByRole('button', { name: /Tomar la venta/ }).isVisible()) await office.press('F2');
  await office.ready(/Llamar al cliente/);
  await office.press('F2');
  await office.ears.heard('agree');
  await office.press('Alt+1');
  await office.type('Dirección de residencia', 'Calle 10 # 20-30');
  await office.type('Dirección de entrega', 'Calle 10 # 20-30');
  await office.type('Ciudad', 'Bogotá');
  await office.press('F8');
  await office.reads(/Suba y revise los documentos/);
  await office.page.getByRole('button', { name: 'Colgar' }).click();
  await upload(office, 'Documento, frente', 'frente.jpg');
  await upload(office, 'Documento, reverso', 'reverso.jpg');
  await upload(office, 'Recibo público', 'recibo.pdf');
  await office.ready(/Tomar la venta|Buscar la línea/);
  if (await office.page.getByRole('button', { name: /Tomar la venta/ }).isVisible()) await office.press('F2');
  for (const step of [/Buscar la línea/, /Asignar la tarifa/, /Pasar los datos/]) {
    await office.ready(step);
    await office.press('F8');
  }
  await loadService(office);
  await office.type(/ICCID del chip/, ICCID);
  await office.type('Mensajería', 'Mensajería Ejemplo');
  await office.press('F8');
  await office.type('Guía', 'GUIA-0001');
  await office.ready(/Salió con esta guía/);
  await office.press('F8');
  await office.ready('Entregado');
  await office.press('F8');
  await office.reads('Esta venta terminó.');

  /* What people saw is what is stored. */
  const stored = await factsOf(number);
  expect(stored.sale.state).toBe('delivered');
  expect(stored.sale.customer.full_name).toBe(told.name);
  expect(stored.sale.customer.document_number).toBe(told.document);
  expect(stored.sale.other_operator).toMatchObject({ kind: 'plan', name: 'Operador Muestra', value: 45900 });
  expect(stored.readings.map((reading) => reading.review_state)).toEqual(['faulty', 'passed']);
  expect(stored.readings[0]?.clauses[3]?.asked).toBe(2);
  expect(stored.documents.map((paper) => paper.state)).toEqual(['accepted', 'accepted', 'accepted']);
  expect(stored.dispatch).toMatchObject({ state: 'delivered', tracking: 'GUIA-0001' });
  for (const recording of stored.recordings) {
    expect(recording.levels.agent_dbfs).toBeGreaterThan(-45);
    expect(recording.levels.customer_dbfs).toBeGreaterThan(-45);
  }
  expect(admin('verify')).not.toContain('differs');
  console.log(`the agent pressed ${agent.keys} keys beside typed data`);
  for (const person of [boss, supervisor, agent, office, analyst]) expect(person.complaints()).toEqual([]);
});

/* The service fails the first time and is tried again. */
async function loadService(office: Person) {
  await office.ready(/Subir el servicio/);
  await office.press('F8');
  await office.reads('No quedó cargado');
  await office.ready(/Subir el servicio/);
  await office.press('F8');
  await office.sees('Envío del chip');
}
