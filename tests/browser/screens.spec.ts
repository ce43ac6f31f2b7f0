/* Every screen of every role, opened as a person opens it: nothing for axe to object to in either theme, nothing in the
   console (a refused policy would be said there), no page wider than its window on either desk, and a focus that is
   seen. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { facts } from './facts.ts';
import { Person } from './person.ts';
import { ROOT } from './setup.ts';

const axe = readFileSync(
  createRequire(join(ROOT, 'frontend/package.json')).resolve('axe-core/axe.min.js'),
  'utf8',
);
const desks = [
  { width: 1366, height: 768, colorScheme: 'light' },
  { width: 1920, height: 1080, colorScheme: 'dark' },
] as const;

let numbers: Readonly<Record<string, string>> = {};
test.beforeAll(() => {
  const python = join(ROOT, 'build/venv/bin/python');
  const script = join(import.meta.dirname, 'arrange.py');
  numbers = JSON.parse(execFileSync(python, [script, JSON.stringify(facts)], { encoding: 'utf8' }));
});

/* What axe objects to, as «rule: where». */
async function objections(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    interface Result {
      violations: { id: string; nodes: { target: string[] }[] }[];
    }
    const { axe } = window as unknown as { axe: { run(): Promise<Result> } };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
  });
}

const isTooWide = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/* At both desks, one bright and one dark. */
async function look(person: Person, screen: string) {
  const { page } = person;
  for (const { colorScheme, ...size } of desks) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' }); /* no colour on its way */
    expect.soft(await isTooWide(page), `${screen} scrolls sideways at ${size.width}`).toBe(false);
    expect.soft(await objections(page), `${screen}, ${colorScheme}`).toEqual([]);
  }
  expect.soft(person.complaints(), screen).toEqual([]);
}

/* Each screen in the navigation, and what the keys of every screen open. */
async function lookAround(person: Person) {
  const links = person.page.getByRole('navigation').first().getByRole('link');
  for (const name of await links.allInnerTexts()) {
    const link = links.filter({ hasText: name.split('\n')[0] ?? name });
    await link.click();
    await expect(link).toHaveAttribute('aria-current', 'page');
    await expect(person.page.getByRole('main')).not.toBeEmpty();
    await look(person, name);
  }
  await person.press('F1');
  await expect(person.page.getByRole('dialog')).toBeVisible();
  await look(person, 'F1');
  await person.press('Escape');
  await expect(person.page.getByRole('dialog')).toBeHidden();
}

test('the log-in', async ({ browser }) => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`http://asesor.localhost:${facts.port}/`);
  await expect(page.getByLabel('Usuario')).toBeFocused();
  expect(await objections(page)).toEqual([]);
  expect(await isTooWide(page)).toBe(false);
});

test('the agent’s day, task, call and dispositions', async ({ browser }) => {
  const agent = await Person.at(browser, 'agent');
  await lookAround(agent);
  const home = agent.page.getByRole('navigation').first().getByRole('link', { name: 'Mi jornada' });
  await home.click();
  await agent.page
    .getByRole('link', { name: /Abrir|Responder/ })
    .first()
    .click();
  await agent.sees(/^Venta V-/);
  await look(agent, 'task');
  await home.click();
  await agent.ready(/Ponerse disponible/);
  await agent.press('F2');
  await agent.sees(/Ofrecimiento 1 de/);
  await agent.press('Alt+1');
  await agent.ready(/Lo dije/);
  await look(agent, 'offer');
  await agent.press('F10');
  await expect(agent.page.getByRole('dialog')).toBeVisible();
  await look(agent, 'dispositions');
});

test('the back office’s queue, dispatches and a sale in every state', async ({ browser }) => {
  const office = await Person.at(browser, 'backoffice');
  await lookAround(office);
  await office.page.getByRole('link', { name: 'Ventas por revisar' }).click();
  for (const [state, number] of Object.entries(numbers)) {
    await office.type('Número de venta', number);
    await office.press('Enter');
    await office.sees(number);
    await look(office, state);
    await office.page.getByRole('link', { name: 'Ventas por revisar' }).click();
    await office.sees('Ventas por revisar');
  }
});

test('quality’s queue and a review', async ({ browser }) => {
  const analyst = await Person.at(browser, 'quality');
  await lookAround(analyst);
  await analyst.page.getByRole('link', { name: 'Lecturas por revisar' }).click();
  await analyst.ready(/Revisar la siguiente/);
  await analyst.press('F2');
  await analyst.sees(/Lectura de/);
  await look(analyst, 'review');
});

for (const role of ['supervisor', 'admin'] as const)
  test(`the screens of the ${role}`, async ({ browser }) => {
    await lookAround(await Person.at(browser, role));
  });

/* From the top of the page, Tab alone comes to the screen's filled button, and what has the focus shows it. */
test('the keyboard alone comes to the next action', async ({ browser }) => {
  const office = await Person.at(browser, 'backoffice');
  const next = office.page.getByRole('button', { name: /Tomar la siguiente/ });
  await office.ready(/Tomar la siguiente/);
  for (let presses = 0; presses < 30; presses += 1) {
    await office.press('Tab');
    if (await next.evaluate((button) => button === document.activeElement)) break;
  }
  await expect(next).toBeFocused();
  expect(await next.evaluate((button) => getComputedStyle(button).outlineStyle)).not.toBe('none');
});
