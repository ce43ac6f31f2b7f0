/* The running copy, as the set-up left it. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

interface Facts {
  readonly port: number;
  readonly config: string;
  readonly mongodb_uri: string;
  readonly database: string;
  readonly voices: string;
  readonly admin: string;
  readonly users: string;
}

export const facts: Facts = JSON.parse(process.env['CIERRE_FACTS'] ?? '{}');
export const made = (name: string) => join(import.meta.dirname, '.made', name);

export interface Login {
  readonly username: string;
  readonly password: string;
}

export function loginOf(role: string, n = 0): Login {
  const rows = facts.users.split('\n').map((line) => line.split('\t'));
  const row = rows.filter(([first]) => first === role)[n];
  if (!row?.[1] || !row[2]) throw new Error(`there is no demo user ${role} ${n}`);
  return { username: row[1], password: row[2] };
}

export function admin(...words: string[]): string {
  return execFileSync(facts.admin, ['--config', facts.config, ...words], { encoding: 'utf8' });
}
