/* What the floor page shows and when, written down by the page itself while the test goes on. Nothing is touched. */
import type { Page } from '@playwright/test';

export interface Shown {
  readonly at_ms: number; /* this machine's clock */
  readonly state: string; /* of the agent, as the table says it */
  readonly figures: string; /* today's, as text */
}

type Watching = typeof window & { shown: Shown[] };

export async function watchFloor(page: Page, agent: string): Promise<() => Promise<Shown[]>> {
  await page.evaluate((name) => {
    const shown: Shown[] = [];
    const look = () => {
      const rows = [...document.querySelectorAll('tr')];
      const row = rows.find((one) => one.querySelector('th')?.textContent === name);
      const state = row?.querySelector('td')?.textContent ?? '';
      const figures = document.querySelector('[aria-label="Cifras de hoy"]')?.textContent ?? '';
      const last = shown.at(-1);
      if (last?.state !== state || last.figures !== figures)
        shown.push({ at_ms: Date.now(), state, figures });
    };
    look();
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    (window as Watching).shown = shown;
  }, agent);
  return () => page.evaluate(() => (window as Watching).shown);
}
