/* The finished recording in an audio element of its own: position, speed, and which spans were heard. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { fetchBlob } from '#shared/api/client.ts';
import type { Span } from './listening.ts';

const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
const STEP_MAX_MS = 2000; /* between two looks; more is a seek */

export interface Player {
  readonly ready: boolean;
  readonly playing: boolean;
  readonly at_ms: number;
  readonly speed: number;
  readonly toggle: () => void;
  readonly seek: (at_ms: number) => void;
  readonly by: (ms: number) => void;
  readonly faster: (step: 1 | -1) => void;
}

/* The element, so that components only ask. */
class Sound {
  readonly element = new Audio();

  load(url: string) {
    this.element.src = url;
  }

  seek(at_ms: number) {
    this.element.currentTime = Math.max(0, at_ms / 1000);
  }

  get at_ms(): number {
    return Math.round(this.element.currentTime * 1000);
  }

  toggle() {
    if (this.element.paused) void this.element.play();
    else this.element.pause();
  }

  /* The next speed of the list; answers it. */
  faster(step: 1 | -1): number {
    const at = SPEEDS.indexOf(this.element.playbackRate) + step;
    const next = SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at))] ?? 1;
    this.element.playbackRate = next;
    return next;
  }
}

export function usePlayer(recordingId: string | undefined, onHeard: (span: Span) => void): Player {
  const [sound] = useState(() => new Sound());
  const [at_ms, setAt] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  const last = useRef(0);
  const heard = useRef(onHeard);
  useEffect(() => {
    heard.current = onHeard;
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
    const url = URL.createObjectURL(file.data);
    sound.load(url);
    return () => {
      sound.element.pause();
      URL.revokeObjectURL(url);
    };
  }, [sound, file.data]);
  useEffect(() => {
    const audio = sound.element;
    const look = () => {
      const now_ms = sound.at_ms;
      const step_ms = now_ms - last.current;
      if (!audio.seeking && step_ms > 0 && step_ms < STEP_MAX_MS)
        heard.current({ from_ms: last.current, to_ms: now_ms });
      last.current = now_ms;
      setAt(now_ms);
    };
    const seeked = () => {
      last.current = sound.at_ms;
      setAt(last.current);
    };
    const state = () => {
      look();
      setPlaying(!audio.paused);
    };
    audio.addEventListener('timeupdate', look);
    audio.addEventListener('seeking', seeked);
    audio.addEventListener('seeked', seeked);
    for (const event of ['play', 'pause', 'ended']) audio.addEventListener(event, state);
    return () => {
      audio.removeEventListener('timeupdate', look);
      audio.removeEventListener('seeking', seeked);
      audio.removeEventListener('seeked', seeked);
      for (const event of ['play', 'pause', 'ended']) audio.removeEventListener(event, state);
    };
  }, [sound]);
  return {
    ready: file.data !== undefined,
    playing,
    at_ms,
    speed,
    toggle: () => sound.toggle(),
    seek: (to_ms) => sound.seek(to_ms),
    by: (ms) => sound.seek(sound.at_ms + ms),
    faster: (step) => setSpeed(sound.faster(step)),
  };
}
