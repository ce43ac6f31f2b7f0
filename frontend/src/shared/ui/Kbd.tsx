import { usePreferences } from '../i18n/preferences.ts';
import { keyLabel, type Key } from '../keys/keyNames.ts';

/* The key on its control. Hidden from assistive technology, which hears it from aria-keyshortcuts. */
export function Kbd({ of }: { of: Key }) {
  const { language } = usePreferences();
  return <kbd aria-hidden="true">{keyLabel(of, language)}</kbd>;
}
