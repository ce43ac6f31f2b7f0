/* First load: the entry and the shell that every role opens, with what they import statically and their style sheets,
   gzipped. Fails above the budget. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 180;
const dist = path.resolve(import.meta.dirname, '../dist');
const manifestFile = path.join(dist, '.vite/manifest.json');

if (!existsSync(manifestFile)) {
  console.log('budget: no dist, nothing to weigh (run `npm run build`)');
  process.exit(0);
}

const manifest = JSON.parse(await readFile(manifestFile, 'utf8'));

function collect(key, seen, files) {
  if (seen.has(key)) return;
  seen.add(key);
  const chunk = manifest[key];
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const next of chunk.imports ?? []) collect(next, seen, files);
}

const files = new Set(['index.html']);
for (const [key, chunk] of Object.entries(manifest))
  if (chunk.isEntry || key === 'src/app/Inside.tsx') collect(key, new Set(), files);

let bytes = 0;
for (const file of files) {
  const size = gzipSync(await readFile(path.join(dist, file)), { level: 9 }).length;
  bytes += size;
  console.log(`${(size / 1024).toFixed(1).padStart(8)} kB  ${file}`);
}
const total = bytes / 1024;
console.log(`${total.toFixed(1).padStart(8)} kB  first load, gzip (budget ${BUDGET_KB} kB)`);
if (total > BUDGET_KB) process.exit(1);
