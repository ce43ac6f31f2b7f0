import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from 'react';
import { keys, type Action } from './registry.ts';

/* How many modal layers lie below; a dialog raises it for what it contains. */
export const LayerDepth = createContext(0);

/* The commands of a screen or part. Give the same objects to <ActionButton>. */
export function useActions(actions: readonly Action[]) {
  const depth = useContext(LayerDepth);
  const latest = useRef(actions);
  const seen = useRef('');
  useEffect(() => {
    latest.current = actions;
    /* Only what a person can see counts as a change; otherwise every render would draw the overlay again. */
    const visible = JSON.stringify(actions.map((a) => [a.id, a.label, a.key, a.enabled, a.whyDisabled]));
    if (visible === seen.current) return;
    seen.current = visible;
    keys.changed();
  });
  useEffect(() => keys.add(depth, () => latest.current), [depth]);
}

/* For what lies over the page without being a dialog (a popover, a full-screen view): Esc closes it first. */
export function useEscape(active: boolean, close: () => void) {
  const depth = useContext(LayerDepth);
  const latest = useRef(close);
  useEffect(() => {
    latest.current = close;
  });
  useEffect(() => (active ? keys.addLayer(depth, () => latest.current()) : undefined), [active, depth]);
}

export function useBusy(id: string): boolean {
  return useSyncExternalStore(keys.subscribe, () => keys.isBusy(id));
}

/* All that can be pressed now; for the overlay and the palette. */
export function useReachable(): readonly Action[] {
  useSyncExternalStore(keys.subscribe, keys.version);
  return keys.reachable();
}
