/* One person at one browser: logs in where their role does, and works with what a person has. Key presses beside typed
   data are counted. Whatever the browser complains of (an error on the console, one that nobody caught, something that
   the content security policy forbids) fails the test in which the person came. */
import { test as base, expect, type Browser, type Page } from '@playwright/test';
import { Ears } from './ears.ts';
import { facts, loginOf } from './facts.ts';

const HOSTS = {
  agent: 'asesor',
  backoffice: 'backoffice',
  quality: 'calidad',
  supervisor: 'supervisor',
  admin: 'admin',
} as const;
export type Role = keyof typeof HOSTS;

export class Person {
  readonly page: Page;
  readonly ears: Ears;
  readonly name: string;
  keys = 0;
  #complaints: string[] = [];
  #isIn = false;

  private constructor(name: string, page: Page, ears: Ears) {
    this.name = name;
    this.page = page;
    this.ears = ears;
    page.on('pageerror', (error) => this.#complaints.push(error.message));
    page.on('console', (message) => {
      const text = message.text();
      const isColdStart = !this.#isIn && text.includes('status of 401'); /* it asks who one is */
      if (message.type() === 'error' && !isColdStart) this.#complaints.push(text);
    });
  }

  static async at(browser: Browser, role: Role, n = 0): Promise<Person> {
    const context = await browser.newContext();
    const page = await context.newPage();
    const { username, password } = loginOf(role, n);
    const person = new Person(username, page, await Ears.on(page));
    await person.page.goto(`http://${HOSTS[role]}.localhost:${facts.port}/`);
    await person.page.getByLabel('Usuario').fill(username);
    await person.page.getByLabel('Contraseña', { exact: true }).fill(password);
    await person.page.keyboard.press('Enter');
    await expect(person.page.getByRole('navigation').first()).toBeVisible();
    person.#isIn = true;
    return person;
  }

  async press(...keys: string[]) {
    for (const key of keys) {
      await this.page.keyboard.press(key);
      this.keys += 1;
    }
  }

  async type(label: string | RegExp, text: string) {
    await this.page.getByLabel(label, typeof label === 'string' ? { exact: true } : {}).fill(text);
  }

  async sees(name: string | RegExp) {
    await expect(this.page.getByRole('heading', { name })).toBeVisible({ timeout: 40_000 });
  }

  async reads(text: string | RegExp) {
    await expect(this.page.getByText(text).filter({ visible: true }).first()).toBeVisible({ timeout: 40_000 });
  }

  /* The action of that name can be used now; a key does it. */
  async ready(name: string | RegExp) {
    await expect(this.page.getByRole('button', { name }).first()).toBeEnabled({ timeout: 40_000 });
  }

  complaints(): readonly string[] {
    return this.#complaints;
  }

  /* Those of so far were meant. */
  forgive() {
    this.#complaints = [];
  }
}

/* What fails a test however its steps went. */
export function noComplaints(people: readonly Person[]) {
  const complaints = people.flatMap((person) => person.complaints().map((text) => `${person.name}: ${text}`));
  if (complaints.length > 0) throw new Error(`a browser complained:\n${complaints.join('\n')}`);
}

/* A test with people: each comes when called, and goes when it ends. */
export const test = base.extend<{ come: (role: Role, n?: number) => Promise<Person> }>({
  come: async ({ browser }, use) => {
    const people: Person[] = [];
    await use(async (role, n) => {
      const person = await Person.at(browser, role, n);
      people.push(person);
      return person;
    });
    for (const person of people) await person.page.context().close();
    noComplaints(people);
  },
});
