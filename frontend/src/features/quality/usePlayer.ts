import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { fetchBlob } from '#shared/api/client.ts';
import { asProblem, type Problem } from '#shared/api/problem.ts';
import type { Span } from './listening.ts';
import { Player } from './player.ts';

interface Listening {
  readonly player: Player;
  readonly problem: Problem | undefined;
  readonly retry: () => void;
}

/* A player of the recording's file, which is fetched with the token. `recordingId` undefined: there is no file. */
export function usePlayer(
  recordingId: string | undefined,
  view: Span,
  onPlayed: (spans: readonly Span[]) => void,
): Listening {
  const [player] = useState(() => new Player(view));
  const latest = useRef(onPlayed);
  useEffect(() => {
    latest.current = onPlayed;
  });
  const file = useQuery({
    queryKey: ['recording-file', recordingId],
    enabled: recordingId !== undefined,
    staleTime: Infinity,
    gcTime: 0,
    queryFn: ({ signal }) => fetchBlob(`/recordings/${recordingId}/content`, signal),
  });
  useEffect(() => {
    if (!file.data) return;
    return player.load(file.data, (spans) => latest.current(spans));
  }, [player, file.data]);
  return {
    player,
    problem: file.error ? asProblem(file.error) : undefined,
    retry: () => void file.refetch(),
  };
}

/* One thing about the player; draws again only when that changes. */
export function usePlayerValue<Value extends string | number | boolean>(
  player: Player,
  get: (player: Player) => Value,
): Value {
  return useSyncExternalStore(player.subscribe, () => get(player));
}
