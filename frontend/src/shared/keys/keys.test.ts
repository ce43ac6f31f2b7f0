// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ariaKey, keyLabel, nameOf } from './keyNames.ts';
import { listenToKeys, targetOf } from './listen.ts';
import { KeyRegistry, keys, type Action } from './registry.ts';

const none = { typing: false, ownsKey: false };
const action = (over: Partial<Action>): Action => ({ id: 'a', label: 'A', run: () => undefined, ...over });

describe('what was pressed', () => {
  const press = (init: KeyboardEventInit) => nameOf(new KeyboardEvent('keydown', init));
  it.each([
    [{ key: 'F8' }, 'F8'],
    [{ key: 'Enter', ctrlKey: true }, 'Ctrl+Enter'],
    [{ key: 'k', ctrlKey: true }, 'Ctrl+K'],
    [{ key: '¡', code: 'Digit1', altKey: true }, 'Alt+1'],
    [{ key: '3', code: 'Numpad3', altKey: true }, 'Alt+3'],
    [{ key: 'm' }, 'M'],
    [{ key: ' ' }, 'Space'],
    [{ key: 'ArrowLeft', shiftKey: true }, 'Shift+ArrowLeft'],
    [{ key: '?', shiftKey: true }, '?'],
  ])('%o is %s', (init, want) => {
    expect(press(init)).toBe(want);
  });

  it('is nothing of ours with AltGr (Ctrl+Alt) or the system key', () => {
    expect(press({ key: '@', code: 'Digit2', ctrlKey: true, altKey: true })).toBeUndefined();
    expect(press({ key: 'k', metaKey: true })).toBeUndefined();
  });

  it('is written as on the controls, and for assistive technology', () => {
    expect(keyLabel('Ctrl+Enter', 'es')).toBe('Ctrl Enter');
    expect(keyLabel('Shift+ArrowLeft', 'es')).toBe('Mayús ←');
    expect(ariaKey('Ctrl+Enter')).toBe('Control+Enter');
  });
});

describe('which action a key means', () => {
  it('is the nearest one, and only that of the topmost dialog', () => {
    const r = new KeyRegistry();
    r.add(0, () => [action({ id: 'screen', key: 'F8' }), action({ id: 'mute', key: 'F4', through: true })]);
    r.add(0, () => [action({ id: 'panel', key: 'F8' })]);
    expect(r.find('F8', none)?.id).toBe('panel');
    const close = r.addLayer(1, undefined);
    expect(r.find('F8', none)).toBeUndefined();
    expect(r.find('F4', none)?.id).toBe('mute');
    r.add(1, () => [action({ id: 'dialog', key: 'F8' })]);
    expect(r.find('F8', none)?.id).toBe('dialog');
    close();
  });

  it('is one further away when the nearest cannot run, and the nearest when none can', () => {
    const r = new KeyRegistry();
    let isReady = true;
    r.add(0, () => [action({ id: 'screen', key: 'F2', enabled: isReady })]);
    r.add(0, () => [action({ id: 'bar', key: 'F2', enabled: false })]);
    expect(r.find('F2', none)?.id).toBe('screen');
    isReady = false;
    expect(r.find('F2', none)?.id).toBe('bar');
  });

  it('is none while typing, for a plain key; F-keys, Alt and Ctrl go through', () => {
    const r = new KeyRegistry();
    const all = ['M', 'Space', 'ArrowDown', 'F8', 'Alt+1', 'Ctrl+Enter'] as const;
    r.add(0, () => all.map((key) => action({ id: key, key })));
    const typing = { typing: true, ownsKey: false };
    expect(all.filter((key) => r.find(key, typing))).toEqual(['F8', 'Alt+1', 'Ctrl+Enter']);
  });

  it('leaves Space and Enter to a button, arrows to a radio', () => {
    document.body.innerHTML =
      '<button id="b"></button><input id="r" type="radio"><input id="t"><p id="p"></p>';
    const at = (id: string, key: string) => targetOf(document.getElementById(id), key);
    expect(at('b', 'Space').ownsKey).toBe(true);
    expect(at('b', 'ArrowDown').ownsKey).toBe(false);
    expect(at('r', 'ArrowDown')).toEqual({ typing: false, ownsKey: true });
    expect(at('t', 'M').typing).toBe(true);
    expect(at('p', 'Space')).toEqual(none);
  });
});

describe('running', () => {
  it('is refused while disabled, and while the last run has not ended', async () => {
    const r = new KeyRegistry();
    let finish = () => {};
    const run = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
    expect(r.run(action({ run, enabled: false }))).toBe(false);
    expect(r.run(action({ run }))).toBe(true);
    expect([r.isBusy('a'), r.run(action({ run }))]).toEqual([true, false]);
    finish();
    await vi.waitFor(() => expect(r.isBusy('a')).toBe(false));
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('Esc takes the layers away one by one, and leaves a dialog to itself', () => {
    const r = new KeyRegistry();
    const closed: string[] = [];
    const endFirst = r.addLayer(0, () => closed.push('full screen'));
    const endSecond = r.addLayer(0, () => closed.push('popover'));
    r.escape();
    endSecond();
    r.escape();
    endFirst();
    r.addLayer(1, undefined);
    expect(r.escape()).toBe(false);
    expect(closed).toEqual(['popover', 'full screen']);
  });
});

describe('the listener', () => {
  let refused: string[];
  beforeEach(() => {
    refused = [];
    document.body.innerHTML = '<input id="t">';
  });

  function press(init: KeyboardEventInit) {
    const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
    document.getElementById('t')?.dispatchEvent(event);
    return event;
  }

  it('runs the action from inside a text box, once however long the key is held', () => {
    const run = vi.fn();
    const remove = keys.add(0, () => [action({ key: 'F8', run })]);
    const stop = listenToKeys((a) => refused.push(a.id));
    expect(press({ key: 'F8' }).defaultPrevented).toBe(true);
    press({ key: 'F8', repeat: true });
    expect(run).toHaveBeenCalledTimes(1);
    stop();
    remove();
  });

  it('keeps the key from the browser and says why when the action is disabled', () => {
    const remove = keys.add(0, () => [action({ id: 'approve', key: 'F7', enabled: false })]);
    const stop = listenToKeys((a) => refused.push(a.id));
    expect(press({ key: 'F7' }).defaultPrevented).toBe(true);
    expect(refused).toEqual(['approve']);
    expect(press({ key: 'F9' }).defaultPrevented).toBe(false);
    stop();
    remove();
  });
});
