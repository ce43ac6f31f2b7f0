import { useTexts } from '#shared/i18n/useTexts.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { agentTexts } from './texts.ts';

export function NotRecorded() {
  const t = useTexts(agentTexts).reading;
  return (
    <Banner tone="bad" live="alert" title={t.notRecorded}>
      {t.notRecordedWhy}
    </Banner>
  );
}
