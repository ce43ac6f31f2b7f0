/* Records how the call ended. Where there was a contact it can be taken back for some seconds (AgentBar offers it); a
   correction takes the place of what was recorded, which stays beside it. */
import { api, ok } from '#shared/api/client.ts';
import { useCommand } from '#shared/api/useCommand.ts';
import { serviceNow } from '#shared/clock.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { showToast } from '#shared/ui/toasts.ts';
import { useDeskUpdate, type Call, type Schemas } from './desk.ts';
import { agentTexts } from './texts.ts';

export function useDispose(call: Call, corrects = false, onDone?: () => void) {
  const t = useTexts(agentTexts).disposition;
  const { put, refresh } = useDeskUpdate();
  const path = corrects ? '/calls/{id}/disposition/correction' : '/calls/{id}/disposition';
  return useCommand({
    run: (body: Schemas['DispositionNew'], { headers }) =>
      ok(api.POST(path, { params: { path: { id: call.id }, header: headers }, body })),
    onDone: (next, { code }) => {
      /* What can be taken back says so in the call bar's place. */
      const until_ms = next.disposition?.final_at;
      if (until_ms === undefined || until_ms <= serviceNow()) showToast({ text: t.done(t.codes[code]) });
      if (corrects) refresh();
      else put({ call: next });
      onDone?.();
    },
  });
}
