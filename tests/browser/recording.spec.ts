/* What is kept of a call: never a code, always the reading, and one file though the page was reloaded in between. */
import { expect } from '@playwright/test';
import { dialNext } from './arrange.ts';
import { test } from './person.ts';
import { factsOf } from './record.ts';
import * as selling from './selling.ts';
import { decoded, level_dbfs, seconds_of } from './sound.ts';

test('a code is never kept, the reading is, and a reload cuts nothing off', async ({ come }) => {
  dialNext('+573000000102');
  const agent = await come('agent', 1);
  await agent.sees('Mi jornada');
  await selling.takeCall(agent);
  await selling.persuade(agent);
  await selling.nameDocument(agent, '1000000102');
  await selling.askBureau(agent);

  /* Muted, and on another screen: while the code is awaited nothing is kept. */
  await agent.sees('Código por mensaje de texto');
  await agent.press('F4');
  await expect(agent.page.getByRole('button', { name: /Silenciado/ })).toBeVisible();
  await agent.page.getByRole('link', { name: 'Mi jornada' }).click();
  const code = await selling.hearCode(agent);
  await agent.reads('Grabación silenciada');
  await agent.page.getByRole('link', { name: 'Gestión' }).click();
  await selling.enterCode(agent, code);

  /* The contract is heard: the mute is lifted. In its midst the page is loaded anew. */
  await selling.beginReading(agent);
  await agent.reads('Confirmado. No se silencia.');
  await expect(agent.page.getByRole('button', { name: /Silencia/ })).toBeHidden();
  await selling.readClauses(agent, { to: 2 });
  await agent.page.reload();
  await agent.sees(/Cláusula 3 de 6/);
  await agent.press('Shift');
  await agent.reads('Confirmado. No se silencia.');
  await selling.readClauses(agent, { from: 3 });
  await agent.sees('Formulario de la venta');
  await agent.press('Alt+4');
  const number = await selling.handIn(agent);

  /* One file, in which one goes anywhere. */
  const analyst = await come('quality');
  await analyst.ready(/Revisar la siguiente/);
  await analyst.press('F2');
  await analyst.sees(new RegExp(`Lectura de ${number}`));
  await analyst.ready('Oír');
  await analyst.press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown');
  await analyst.sees(/Cláusula 6 de 6/);
  const position = analyst.page.getByRole('timer', { name: 'Posición' });
  const before = (await position.textContent()) ?? '';
  await analyst.press('Space');
  await expect(position).not.toHaveText(before);

  const { recordings, readings } = factsOf(number);
  const [file = Buffer.alloc(0)] = analyst.ears.recordings;
  const [{ sessions, silences, duration_ms }] = recordings;
  const voices = decoded(file);
  expect.soft(sessions).toHaveLength(2);
  expect.soft(Math.abs(seconds_of(file) * 1000 - duration_ms)).toBeLessThan(100);
  expect.soft(Math.abs(voices.duration_ms - duration_ms)).toBeLessThan(100);
  expect.soft(silences).toMatchObject([{ session: 1 }]);
  const [{ from_ms, to_ms }] = silences;
  for (const voice of [voices.agent, voices.customer]) {
    expect.soft(level_dbfs(voice, 0, from_ms)).toBeGreaterThan(-45);
    expect.soft(level_dbfs(voice, from_ms + 100, to_ms - 100)).toBeLessThan(-80);
  }
  /* Before the reload and after it: the agent reads, the customer answers. */
  const { span } = readings[0];
  const reload_ms = sessions[1].started_at - sessions[0].started_at;
  for (const [from, to] of [
    [span.from_ms, reload_ms],
    [reload_ms, span.to_ms],
  ])
    for (const [who, voice] of [['agent', voices.agent] as const, ['customer', voices.customer] as const])
      expect.soft(level_dbfs(voice, from, to), `${who} in ${from}–${to} ms`).toBeGreaterThan(-45);
});
