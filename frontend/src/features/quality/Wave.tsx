/* Two voices over time from the server's peaks: what was not heard is pale; clauses are marked; a click seeks. */
import { useEffect, useRef } from 'react';
import type { ClauseTime, Recording, Span } from './listening.ts';
import s from './quality.module.css';

interface WaveProps {
  label: string;
  peaks: NonNullable<Recording['peaks']>;
  duration_ms: number;
  at_ms: number;
  heard: readonly Span[];
  clauses: readonly ClauseTime[];
  onSeek: (at_ms: number) => void;
}

const HEIGHT = 128;
const WIDTH = 1200;

export function Wave({ label, peaks, duration_ms, at_ms, heard, clauses, onSeek }: WaveProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context) draw(context, { peaks, duration_ms, at_ms, heard, clauses });
  }, [peaks, duration_ms, at_ms, heard, clauses]);
  return (
    <canvas
      ref={canvas}
      className={s.wave}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={label}
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        onSeek(((event.clientX - box.left) / box.width) * duration_ms);
      }}
    />
  );
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name);
}

function draw(context: CanvasRenderingContext2D, wave: Omit<WaveProps, 'label' | 'onSeek'>) {
  const { peaks, duration_ms, at_ms, heard, clauses } = wave;
  const x = (ms: number) => (ms / Math.max(1, duration_ms)) * WIDTH;
  context.clearRect(0, 0, WIDTH, HEIGHT);
  const rows = [
    { values: peaks.agent, middle: HEIGHT / 4, fill: colour('--c-voice-agent') },
    { values: peaks.customer, middle: (HEIGHT * 3) / 4, fill: colour('--c-voice-customer') },
  ];
  for (const { values, middle, fill } of rows) {
    context.fillStyle = fill;
    values.forEach((value, index) => {
      const ms = index * peaks.step_ms;
      context.globalAlpha = heard.some((span) => ms >= span.from_ms && ms <= span.to_ms) ? 1 : 0.35;
      const height = Math.max(1, (value / 255) * (HEIGHT / 2 - 6));
      context.fillRect(x(ms), middle - height / 2, Math.max(1, x(peaks.step_ms) - 0.5), height);
    });
  }
  context.globalAlpha = 1;
  context.fillStyle = colour('--c-text-3');
  for (const clause of clauses) context.fillRect(x(clause.from_ms), 0, 1, HEIGHT);
  context.fillStyle = colour('--c-accent');
  context.fillRect(x(at_ms) - 1, 0, 2, HEIGHT);
}
