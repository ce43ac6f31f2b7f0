import { useTexts } from '#shared/i18n/useTexts.ts';
import { useSoftphone } from '#shared/softphone/useSoftphone.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { agentTexts } from './texts.ts';

/* In the place of the answers: without a recording there is nothing to answer to. */
export function NotRecorded() {
  const t = useTexts(agentTexts).reading;
  const { recording, holder } = useSoftphone();
  const isComing = holder && recording.kind === 'confirming';
  return isComing ? (
    <Banner tone="plain">{t.confirming}</Banner>
  ) : (
    <Banner tone="bad" live="alert" title={t.notRecorded}>
      {t.notRecordedWhy}
    </Banner>
  );
}
