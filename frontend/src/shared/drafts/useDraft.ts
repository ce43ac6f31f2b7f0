/* A form that saves itself.

     const draft = useDraft({
       version: sale.version,
       save: (form, { version, last }) =>
         ok(api.PUT('/sales/{id}/form', {
           params: { path: { id }, header: ifMatch(version) }, body: form, keepalive: last })),
     });
     draft.change(values) on every input, draft.grow(values) for what adds up by itself · draft.status for <SavedMark> · draft.flush() before a command
     draft.status.kind === 'conflict' → fetch theirs, <DifferenceDialog>, draft.resolve(theirs.version, keepMine)
*/
import { useEffect, useState } from 'react';
import { asProblem } from '../api/problem.ts';
import { serviceNow } from '../clock.ts';
import { live } from '../live/hub.ts';
import { Autosaver, type DraftStatus, type SaveContext } from './autosaver.ts';

interface DraftOptions<Value> {
  version: number;
  save: (value: Value, context: SaveContext) => Promise<{ readonly version: number }>;
}

export interface Draft<Value> {
  readonly status: DraftStatus;
  readonly version: () => number;
  change(value: Value): void;
  grow(value: Value): void;
  flush(): Promise<void>;
  resolve(version: number, keepMine: boolean): void;
}

/* How many drafts went through since the line broke; the banner says it when the line is back. */
let savedSinceCut = 0;
export function takeSavedCount(): number {
  const count = savedSinceCut;
  savedSinceCut = 0;
  return count;
}

export function useDraft<Value>({ version, save }: DraftOptions<Value>): Draft<Value> {
  const [status, setStatus] = useState<DraftStatus>({ kind: 'saved', at_ms: undefined });
  const [autosaver] = useState(
    () =>
      new Autosaver<Value>(
        {
          save,
          asProblem,
          now: serviceNow,
          later(ms, work) {
            const timer = setTimeout(work, ms);
            return () => clearTimeout(timer);
          },
          changed: setStatus,
        },
        version,
      ),
  );

  useEffect(() => autosaver.saveWith(save));
  useEffect(() => autosaver.rebase(version), [autosaver, version]);

  useEffect(() => {
    const going = () => void autosaver.flush(true);
    const hidden = () => {
      if (document.visibilityState === 'hidden') void autosaver.flush();
    };
    const lineBack = live.onState(() => {
      if (live.state.phase !== 'live' || autosaver.status.kind !== 'failed') return;
      void autosaver.flush().then(() => {
        if (autosaver.status.kind === 'saved') savedSinceCut += 1;
      });
    });
    window.addEventListener('pagehide', going);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      window.removeEventListener('pagehide', going);
      document.removeEventListener('visibilitychange', hidden);
      lineBack();
      void autosaver.flush();
    };
  }, [autosaver]);

  return {
    status,
    version: () => autosaver.version,
    change: (value) => autosaver.change(value),
    grow: (value) => autosaver.grow(value),
    flush: () => autosaver.flush(),
    resolve: (next, keepMine) => autosaver.resolve(next, keepMine),
  };
}
