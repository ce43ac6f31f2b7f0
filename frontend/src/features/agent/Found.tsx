import { formatMoment, formatTimeSeconds } from '#shared/format/formats.ts';
import { usePreferences } from '#shared/i18n/preferences.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import { Banner } from '#shared/ui/Banner.tsx';
import { StatusShape } from '#shared/ui/Status.tsx';
import s from './agent.module.css';
import { agentTexts } from './texts.ts';
import { isFree, type Lookup } from './useLookup.ts';

/* What the look-up says, revealing only that something exists. */
export function Found({ lookup }: { lookup: Lookup | undefined }) {
  const t = useTexts(agentTexts).found;
  const { language } = usePreferences();
  if (!lookup || isFree(lookup)) return null;
  const { line_open_sale, document_open_sale, reason, from } = lookup.answer;
  if (line_open_sale)
    return (
      <Banner tone="bad" live="alert" title={t.line}>
        {t.lineDo}
      </Banner>
    );
  if (document_open_sale)
    return (
      <Banner tone="bad" live="alert" title={t.document}>
        {t.documentDo}
      </Banner>
    );
  return (
    <Banner
      tone="bad"
      live="alert"
      title={reason === 'identity_too_soon' && from ? t.until(formatMoment(from, language)) : t.closed}
    >
      {t.closedDo}
    </Banner>
  );
}

export function Looked({ lookup }: { lookup: Lookup | undefined }) {
  const t = useTexts(agentTexts).found;
  return lookup && isFree(lookup) ? (
    <span className={s.looked} role="status">
      <StatusShape shape="ok" />
      {t.looked(formatTimeSeconds(lookup.at_ms))}
    </span>
  ) : null;
}
