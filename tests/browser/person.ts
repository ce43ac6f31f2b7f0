/* One person at one browser: logs in where their role does, and works with what a person has. Key presses beside typed
   data are counted. Anything the browser complains of fails the test. */
import { expect, type Browser, type Page } from '@playwright/test';
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
  keys = 0;
  #complaints: string[] = [];

  private constructor(page: Page, ears: Ears) {
    this.page = page;
    this.ears = ears;
    page.on('pageerror', (error) => this.#complaints.push(error.message));
    page.on('console', (message) => {
      const text = message.text();
      const coldStart = text.includes('status of 401'); /* nobody is logged in yet */
      if (message.type() === 'error' && !coldStart) this.#complaints.push(text);
    });
  }

  static async at(browser: Browser, role: Role, n = 0): Promise<Person> {
    const context = await browser.newContext();
    const page = await context.newPage();
    const person = new Person(page, await Ears.on(page));
    const { username, password } = loginOf(role, n);
    await person.page.goto(`http://${HOSTS[role]}.localhost:${facts.port}/`);
    await person.page.getByLabel('Usuario').fill(username);
    await person.page.getByLabel('Contraseña', { exact: true }).fill(password);
    await person.page.keyboard.press('Enter');
    await expect(person.page.getByRole('navigation').first()).toBeVisible();
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

  complaints(): string[] {
    return this.#complaints;
  }
}
