import { useId, useState } from 'react';
import { useLabel, useTexts } from '#shared/i18n/useTexts.ts';
import type { Key } from '#shared/keys/keyNames.ts';
import { keys } from '#shared/keys/registry.ts';
import { useUser } from '#shared/session/session.ts';
import { Dialog } from '#shared/ui/Dialog.tsx';
import { inputClass } from '#shared/ui/Field.tsx';
import { Kbd } from '#shared/ui/Kbd.tsx';
import { matchesQuery } from './palette.ts';
import s from './Palette.module.css';
import { screensOf } from './router.tsx';
import { useGo } from './Shell.tsx';
import { appTexts } from './texts.ts';

interface Entry {
  readonly id: string;
  readonly label: string;
  readonly key?: Key;
  readonly run: () => void;
}

/* Ctrl+K: every enabled action of the screen below, and every screen of the role. */
export function Palette({ onClose }: { onClose: () => void }) {
  const t = useTexts(appTexts).palette;
  const label = useLabel();
  const { role } = useUser();
  const go = useGo();
  const listId = useId();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const [actions] = useState(() =>
    keys
      .reachable()
      .filter((action) => action.enabled !== false && !action.quiet && action.id !== 'app.palette'),
  );

  const all: Entry[] = [
    ...actions.map((action) => ({ ...action, run: () => void keys.run(action) })),
    ...screensOf(role)
      .filter((screen) => !screen.path.includes('$'))
      .map((screen) => ({
        id: screen.path,
        label: `${t.goTo} ${label(screen.title)}`,
        run: () => go(screen.path),
      })),
  ];
  const found = all.filter((entry) => matchesQuery(entry.label, query));
  const chosen = found[Math.min(at, found.length - 1)];

  function take(entry: Entry | undefined) {
    if (!entry) return;
    onClose();
    entry.run();
  }

  function onKeyDown(event: React.KeyboardEvent) {
    if (event.key === 'Enter') take(chosen);
    else if (event.key === 'ArrowDown') setAt(Math.min(at + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else return;
    event.preventDefault();
  }

  return (
    <Dialog title={t.title} onClose={onClose}>
      <input
        className={inputClass}
        role="combobox"
        aria-label={t.title}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={chosen && `${listId}-${chosen.id}`}
        autoComplete="off"
        autoFocus
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul className={s.list} role="listbox" id={listId} aria-label={t.title}>
        {found.map((entry) => (
          <li
            key={entry.id}
            id={`${listId}-${entry.id}`}
            role="option"
            aria-selected={entry === chosen}
            onClick={() => take(entry)}
          >
            {entry.label}
            {entry.key && <Kbd of={entry.key} />}
          </li>
        ))}
      </ul>
      {found.length === 0 && <p role="status">{t.none}</p>}
    </Dialog>
  );
}
