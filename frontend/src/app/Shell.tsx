/* What stands around every screen: app bar, call bar, notices, the keys of everywhere. */
import { Link, Outlet, useMatches, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState, type ComponentType } from 'react';
import { AccountMenu } from '#features/auth/AccountMenu.tsx';
import type { Fixture, Screen } from '#shared/feature.ts';
import { setScreenDensity } from '#shared/i18n/preferences.ts';
import { product } from '#shared/i18n/product.ts';
import { useLabel, useTexts } from '#shared/i18n/useTexts.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { useLiveState } from '#shared/live/useLive.ts';
import { useUser } from '#shared/session/session.ts';
import { lookOf } from '#shared/ui/Button.tsx';
import { BrandMark, Icon } from '#shared/ui/Icon.tsx';
import { Kbd } from '#shared/ui/Kbd.tsx';
import { cx } from '#shared/ui/cx.ts';
import { Status } from '#shared/ui/Status.tsx';
import { uiTexts } from '#shared/ui/texts.ts';
import { fixtures } from './features.ts';
import { KeysOverlay } from './KeysOverlay.tsx';
import { LiveBanner } from './LiveBanner.tsx';
import { Palette } from './Palette.tsx';
import { focusNextPanel } from './panels.ts';
import { homeOf, screensOf } from './router.tsx';
import s from './Shell.module.css';
import { appTexts } from './texts.ts';

type Over = 'keys' | 'palette' | undefined;

export function Shell() {
  const t = useTexts(appTexts);
  const [over, setOver] = useState<Over>();
  const openKeys: Action = {
    id: 'app.keys',
    label: t.keys,
    key: 'F1',
    global: true,
    run: () => setOver('keys'),
  };
  const openPalette: Action = {
    id: 'app.palette',
    label: t.search,
    key: 'Ctrl+K',
    global: true,
    run: () => setOver('palette'),
  };
  useActions([
    openKeys,
    openPalette,
    { id: 'app.panel', label: t.nextPanel, key: 'F6', global: true, run: focusNextPanel },
  ]);
  useScreen();

  return (
    <div className={s.app}>
      <a className={cx(lookOf({ variant: 'primary' }), s.skip)} href="#main" onClick={focusMain}>
        {t.skip}
      </a>
      <Appbar openKeys={openKeys} openPalette={openPalette} />
      <div className={s.bars}>
        <Slot name="callbar" />
        <LiveBanner />
        <Slot name="notices" />
      </div>
      <main id="main" className={s.main} tabIndex={-1}>
        <Outlet />
      </main>
      {over === 'keys' && <KeysOverlay onClose={() => setOver(undefined)} />}
      {over === 'palette' && <Palette onClose={() => setOver(undefined)} />}
    </div>
  );
}

function focusMain(event: React.MouseEvent) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

/* The window's title, the density for those who chose none, and the words that CSS shows. */
function useScreen() {
  const label = useLabel();
  const ui = useTexts(uiTexts);
  const screen = useMatches({
    select: (matches) => matches.at(-1)?.staticData.screen,
  });
  const title = screen ? `${label(screen.title)} · ${product}` : product;
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => setScreenDensity(screen?.density ?? 'comfortable'), [screen]);
  useEffect(() => {
    document.documentElement.style.setProperty('--more-below', JSON.stringify(ui.moreBelow));
  }, [ui]);
}

function Appbar({ openKeys, openPalette }: { openKeys: Action; openPalette: Action }) {
  const t = useTexts(appTexts);
  const label = useLabel();
  const user = useUser();
  return (
    <header className={s.appbar}>
      <Link className={s.brand} to={homeOf(user.role) ?? '/'}>
        <BrandMark />
        {product}
      </Link>
      <nav className={s.nav} aria-label={t.main}>
        {screensOf(user.role)
          .filter((screen) => screen.nav)
          .map((screen) => (
            <Link key={screen.path} to={screen.path} activeOptions={{ exact: false, includeSearch: false }}>
              {label(screen.title)}
              <Badge screen={screen} />
            </Link>
          ))}
      </nav>
      <div className={s.end}>
        <Slot name="appbar" />
        <LiveMark />
        <BarButton action={openPalette} icon />
        <BarButton action={openKeys} />
        <AccountMenu />
      </div>
    </header>
  );
}

function Badge({ screen }: { screen: Screen }) {
  const Inner = typeof screen.nav === 'object' ? screen.nav.badge : undefined;
  return Inner ? <Inner /> : null;
}

function BarButton({ action, icon }: { action: Action; icon?: boolean }) {
  return (
    <button className={s.barButton} type="button" onClick={() => action.run()} aria-keyshortcuts={action.key}>
      {icon && <Icon name="search" />}
      {action.label}
      {action.key && <Kbd of={action.key} />}
    </button>
  );
}

function LiveMark() {
  const t = useTexts(appTexts).live;
  const { phase } = useLiveState();
  return phase === 'live' ? (
    <span title={t.hint}>
      <Status shape="available">{t.on}</Status>
    </span>
  ) : (
    <Status shape="stale">{t.off}</Status>
  );
}

const loaded = new Map<Fixture, ComponentType>(fixtures.map((fixture) => [fixture, lazy(fixture.load)]));

function Slot({ name }: { name: Fixture['slot'] }) {
  const { role } = useUser();
  return fixtures
    .filter((fixture) => fixture.slot === name && fixture.roles.includes(role))
    .map((fixture, n) => {
      const Part = loaded.get(fixture);
      return (
        Part && (
          <Suspense key={n} fallback={null}>
            <Part />
          </Suspense>
        )
      );
    });
}

/* For the palette and other places that name a path. */
export function useGo() {
  const navigate = useNavigate();
  return (path: string) => void navigate({ to: path });
}
