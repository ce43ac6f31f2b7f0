/* One running copy for the whole run, and what a person has at hand: a voice at the microphone and papers to upload. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

export const ROOT = resolve(import.meta.dirname, '../..');
const BUILD = process.env['CIERRE_BUILD'] ?? join(ROOT, 'build');
const MADE = join(import.meta.dirname, '.made');

const SPOKEN =
  'Buenos días, le habla la asesora del operador ejemplo. Con mucho gusto le cuento el plan. ' +
  'Ahora le leo textualmente el contrato de servicios, y a cada pregunta me responde sí o no.';

export default async function setup() {
  makeMicrophone();
  makePapers();
  const running = mkdtempSync(join(BUILD, 'var-browser-'));
  const command = [join(ROOT, 'dev/run.py'), '--test', '--port', '0', '--var', running, '--build', BUILD];
  const copy = spawn(join(ROOT, 'build/venv/bin/python'), command, {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const facts = await ready(copy);
  const admin = (...words: string[]) =>
    execFileSync(join(BUILD, 'bin/cierre-admin'), ['--config', facts.config, ...words], { encoding: 'utf8' });
  admin('clock', 'to-contact-hours');
  process.env['CIERRE_FACTS'] = JSON.stringify({
    ...facts,
    voices: join(BUILD, 'voices'),
    admin: join(BUILD, 'bin/cierre-admin'),
    users: admin('demo', '--list'),
  });
  return async () => {
    const over = new Promise((done) => copy.once('exit', done));
    copy.kill('SIGINT');
    await over;
    rmSync(running, { recursive: true, force: true });
  };
}

function ready(
  copy: ChildProcess,
): Promise<{ port: number; config: string; mongodb_uri: string; database: string }> {
  return new Promise((found, failed) => {
    if (!copy.stdout) throw new Error('no output');
    createInterface(copy.stdout).on('line', (line) => {
      if (line.startsWith('ready ')) found(JSON.parse(line.slice('ready '.length)));
    });
    copy.once('exit', () => failed(new Error('the copy did not start')));
  });
}

function makeMicrophone() {
  mkdirSync(MADE, { recursive: true });
  const spoken = join(MADE, 'spoken.wav');
  execFileSync('espeak-ng', ['-v', 'es-419', '-w', spoken, SPOKEN]);
  const resample = [
    '-loglevel',
    'error',
    '-y',
    '-i',
    spoken,
    '-ar',
    '48000',
    '-ac',
    '1',
    join(MADE, 'microphone.wav'),
  ];
  execFileSync('ffmpeg', resample);
}

/* Two photographs and a bill, as real files. */
function makePapers() {
  for (const name of ['frente', 'reverso']) {
    const picture = [
      '-loglevel',
      'error',
      '-y',
      '-f',
      'lavfi',
      '-i',
      'testsrc=size=800x500',
      '-frames:v',
      '1',
    ];
    execFileSync('ffmpeg', [...picture, join(MADE, `${name}.jpg`)]);
  }
  writeFileSync(join(MADE, 'recibo.pdf'), pdf('Recibo publico ficticio'));
}

function pdf(text: string): string {
  const stream = `BT /F1 24 Tf 40 700 Td (${text}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let body = '%PDF-1.4\n';
  const places = objects.map((object, index) => {
    const at = body.length;
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  return `${body}xref\n0 6\n0000000000 65535 f \n${table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
}
