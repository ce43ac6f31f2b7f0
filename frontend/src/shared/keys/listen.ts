/* The one listener. It hears keys before any control does, so that F8 means the same wherever the focus is. */
import { nameOf } from './keyNames.ts';
import { keys, type Action, type Target } from './registry.ts';

const textless = new Set([
  'button',
  'checkbox',
  'radio',
  'range',
  'submit',
  'reset',
  'file',
  'color',
  'image',
]);

function isTyping(element: Element): boolean {
  if (element instanceof HTMLInputElement) return !textless.has(element.type);
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return true;
  return element instanceof HTMLElement && (element.isContentEditable || element.role === 'textbox');
}

const pressable =
  'button, a[href], summary, [role="button"], [role="option"], [role="menuitem"], [role="tab"]';
const arrowed = 'input[type="radio"], input[type="range"], [role="slider"], [role="listbox"], [role="menu"]';

function ownsKey(element: Element, key: string): boolean {
  if (key === 'Enter' || key === 'Space')
    return element.matches(`${pressable}, input`) || element.closest(pressable) !== null;
  if (key.includes('Arrow')) return element.matches(arrowed) || element.closest(arrowed) !== null;
  return false;
}

export function targetOf(element: EventTarget | null, key: string): Target {
  if (!(element instanceof Element)) return { typing: false, ownsKey: false };
  return { typing: isTyping(element), ownsKey: ownsKey(element, key) };
}

/* `refused` hears of an action that cannot run, so that its reason can be said. Returns the end. */
export function listenToKeys(refused: (action: Action) => void): () => void {
  function onKey(event: KeyboardEvent) {
    if (event.isComposing || event.defaultPrevented) return;
    const key = nameOf(event);
    if (!key) return;
    const action = keys.find(key, targetOf(event.target, key));
    if (!action) {
      if (key === 'Escape' && keys.escape()) event.preventDefault();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat && !action.repeats) return;
    if (!keys.run(action) && action.enabled === false) refused(action);
  }
  window.addEventListener('keydown', onKey, { capture: true });
  return () => window.removeEventListener('keydown', onKey, { capture: true });
}
