/* The player's row: play, seconds back and on, where it stands, speed, a note at this second. */
import { formatClock } from '#shared/format/formats.ts';
import { useTexts } from '#shared/i18n/useTexts.ts';
import type { Key } from '#shared/keys/keyNames.ts';
import type { Action } from '#shared/keys/registry.ts';
import { useActions } from '#shared/keys/useActions.ts';
import { ActionButton } from '#shared/ui/Button.tsx';
import { Kbd } from '#shared/ui/Kbd.tsx';
import l from '#shared/ui/layout.module.css';
import type { Span } from './listening.ts';
import type { Player } from './player.ts';
import s from './quality.module.css';
import { qualityTexts } from './texts.ts';
import { usePlayerValue } from './usePlayer.ts';

interface ControlsProps {
  player: Player;
  view: Span;
  note: Action;
}

export function Controls({ player, view, note }: ControlsProps) {
  const t = useTexts(qualityTexts).review;
  const ready = usePlayerValue(player, (now) => now.ready);
  const playing = usePlayerValue(player, (now) => now.playing);
  const speed = usePlayerValue(player, (now) => now.speed);
  const step = (id: string, key: Key, seconds: number): Action => ({
    id: `quality.${id}`,
    label: t.seconds(seconds),
    key,
    repeats: true,
    enabled: ready,
    whyDisabled: t.loading,
    run: () => player.by(seconds * 1000),
  });
  const play: Action = {
    id: 'quality.play',
    label: playing ? t.pause : t.play,
    key: 'Space',
    enabled: ready,
    whyDisabled: t.loading,
    run: player.toggle,
  };
  const back = step('back', 'ArrowLeft', -5);
  const forward = step('forward', 'ArrowRight', 5);
  const faster: Action = {
    id: 'quality.faster',
    label: t.faster,
    key: 'Alt+ArrowUp',
    run: () => player.faster(1),
  };
  const slower: Action = {
    id: 'quality.slower',
    label: t.slower,
    key: 'Alt+ArrowDown',
    run: () => player.faster(-1),
  };
  useActions([
    play,
    back,
    forward,
    step('back30', 'Shift+ArrowLeft', -30),
    step('forward30', 'Shift+ArrowRight', 30),
    faster,
    slower,
    note,
  ]);
  return (
    <div className={s.controls}>
      <ActionButton action={back} square icon="back" />
      <ActionButton action={play} icon={playing ? 'pause' : 'play'} />
      <ActionButton action={forward} square icon="forward" />
      <Position player={player} />
      <span className={l.meta}>{t.of(formatClock(view.to_ms / 1000))}</span>
      <ActionButton action={slower} square icon="minus" />
      <ActionButton action={faster}>
        {t.speed(speed)}
        <span className={l.vh}>{t.faster}</span>
      </ActionButton>
      <ActionButton action={note} icon="pencil" />
      <span className={`${l.meta} ${s.keys}`} aria-hidden="true">
        <Kbd of="ArrowLeft" /> <Kbd of="ArrowRight" /> {t.secondsOf(5)}
        <Kbd of="Shift+ArrowLeft" /> <Kbd of="Shift+ArrowRight" /> {t.secondsOf(30)}
        <Kbd of="ArrowUp" /> <Kbd of="ArrowDown" /> {t.clauseWord}
      </span>
    </div>
  );
}

function Position({ player }: { player: Player }) {
  const t = useTexts(qualityTexts).review;
  const second = usePlayerValue(player, (now) => Math.floor(now.at_ms / 1000));
  return (
    <span className={s.position} role="timer" aria-label={t.position}>
      {formatClock(second)}
    </span>
  );
}
