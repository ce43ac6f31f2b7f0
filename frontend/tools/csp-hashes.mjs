/* React Aria adds <style> elements that `style-src 'self'` blocks. Lets it do so in a document of jsdom, and writes
   the hash of each into dist/csp-hashes.txt, which nginx puts behind style-src. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { JSDOM } from 'jsdom';

const root = path.resolve(import.meta.dirname, '..');

/* An iPhone's name brings out the style that React Aria keeps for it; the other one comes everywhere. */
const dom = new JSDOM('<!doctype html><div id="root"></div>', {
  pretendToBeVisual: true,
  url: 'http://localhost/',
});
const { window } = dom;
Object.defineProperty(window.navigator, 'platform', { value: 'iPhone' });
for (const name of Object.getOwnPropertyNames(window))
  if (!(name in globalThis)) globalThis[name] = window[name];
for (const name of ['Event', 'CustomEvent', 'EventTarget']) globalThis[name] = window[name];
globalThis.CSS = window.CSS = { escape: (text) => text };
Object.defineProperty(globalThis, 'navigator', { value: window.navigator, configurable: true });
globalThis.ResizeObserver = window.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
globalThis.IS_REACT_ACT_ENVIRONMENT = true;

const styles = new Set();

function collect(from) {
  for (const style of from.querySelectorAll('style')) styles.add(style.textContent);
  for (const element of from.querySelectorAll('*')) if (element.shadowRoot) collect(element.shadowRoot);
}

const { act, createElement } = await import('react');
const { createRoot } = await import('react-dom/client');
const { Button } = await import('react-aria-components/Button');
const { Dialog } = await import('react-aria-components/Dialog');
const { Modal } = await import('react-aria-components/Modal');

const content = createElement(Dialog, { 'aria-label': 'x' }, createElement(Button, null, 'x'));
await act(async () => {
  createRoot(document.getElementById('root')).render(createElement(Modal, { isOpen: true }, content));
});
collect(document);

if (styles.size < 2) {
  console.error(`csp-hashes: found ${styles.size} styles of React Aria`);
  process.exit(1);
}

const hashes = [...styles].map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
await writeFile(path.join(root, 'dist/csp-hashes.txt'), `${hashes.join(' ')}\n`);
console.log(`csp-hashes: ${hashes.length} styles`);
process.exit(0);
