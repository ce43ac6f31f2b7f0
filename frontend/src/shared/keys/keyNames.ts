/* The keys an action may have. Written so that a wrong one does not compile: no Ctrl+Alt (AltGr on many keyboards),
   no plain letter with Alt (menus), nothing that a browser keeps for itself. */

type Digit = '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
type FunctionKey = 'F1' | 'F2' | 'F4' | 'F6' | 'F7' | 'F8' | 'F9' | 'F10';
type Arrow = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

export type Key =
  | FunctionKey
  | `Alt+${Digit | 'ArrowUp' | 'ArrowDown'}`
  | 'Ctrl+Enter'
  | 'Ctrl+K'
  | 'Enter'
  | 'Escape'
  | 'Space'
  | Arrow
  | `Shift+${Arrow}`
  | 'M'
  | 'R'
  | 'Plus'
  | 'Minus';

const named: Readonly<Record<string, string>> = { ' ': 'Space', '+': 'Plus', '-': 'Minus' };

/* The name of what was pressed, as in `Key`; undefined for what is none of ours. */
export function nameOf(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>,
): string | undefined {
  if (event.metaKey || (event.ctrlKey && event.altKey)) return undefined;
  /* With Alt a digit's key may be another sign (macOS), so the place on the keyboard counts. */
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  if (event.altKey && digit) return `Alt+${digit}`;
  const key = named[event.key] ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key);
  const shift = event.shiftKey && key.startsWith('Arrow') ? 'Shift+' : '';
  return `${event.ctrlKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${shift}${key}`;
}

/* Typing must never trigger a plain key; F-keys, Alt and Ctrl always may. */
export function isPlain(key: string): boolean {
  return !/^(F\d|Ctrl\+|Alt\+)/.test(key);
}

/* As the mock-ups write it on a control: «Ctrl Enter», «Alt 1», «↑». */
export function keyLabel(key: Key, language: 'es' | 'en'): string {
  return key
    .split('+')
    .map((part) => faces[language][part] ?? part)
    .join(' ');
}

const arrows = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Plus: '+', Minus: '−' };
const faces: Readonly<Record<'es' | 'en', Readonly<Record<string, string>>>> = {
  es: { ...arrows, Space: 'Espacio', Shift: 'Mayús', Escape: 'Esc' },
  en: { ...arrows, Escape: 'Esc' },
};

/* For aria-keyshortcuts. */
export function ariaKey(key: Key): string {
  return key.replace('Ctrl', 'Control');
}
