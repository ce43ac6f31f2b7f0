/* A recording as it can be heard: decoded by ffmpeg, its two voices measured. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { made } from './facts.ts';

const RATE = 16_000;
const STEP_MS = 50;
const MURMUR_DBFS = -50;

export interface Voices {
  readonly agent: Float32Array; /* left */
  readonly customer: Float32Array; /* right */
  readonly duration_ms: number;
}

export function decoded(file: Buffer): Voices {
  const asked = [
    '-nostdin',
    '-loglevel',
    'error',
    '-i',
    'pipe:0',
    '-f',
    'f32le',
    '-ac',
    '2',
    '-ar',
    `${RATE}`,
  ];
  const sound = execFileSync('ffmpeg', [...asked, 'pipe:1'], { input: file, maxBuffer: 512 * 1024 * 1024 });
  const both = new Float32Array(sound.buffer, sound.byteOffset, Math.floor(sound.byteLength / 4));
  const voice = (channel: 0 | 1) => both.filter((_, index) => index % 2 === channel);
  return { agent: voice(0), customer: voice(1), duration_ms: (both.length / 2 / RATE) * 1000 };
}

/* How loud it is in that span, in dB below full scale. */
export function level_dbfs(voice: Float32Array, from_ms = 0, to_ms = Infinity): number {
  const part = voice.subarray((from_ms / 1000) * RATE, (to_ms / 1000) * RATE);
  const power = part.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, part.length);
  return 10 * Math.log10(power + 1e-12);
}

/* How loud a voice is while it speaks: the mean of what is louder than a murmur. */
export function speech_dbfs(voice: Float32Array, from_ms = 0, to_ms = (voice.length / RATE) * 1000): number {
  const steps: number[] = [];
  for (let at = from_ms; at < to_ms; at += STEP_MS) steps.push(level_dbfs(voice, at, at + STEP_MS));
  const said = steps.filter((level) => level > MURMUR_DBFS).map((level) => 10 ** (level / 10));
  return 10 * Math.log10(said.reduce((sum, power) => sum + power, 0) / Math.max(1, said.length) + 1e-12);
}

/* 0: two voices that have nothing to do with each other; 1: the same sound on both sides. */
export function likeness({ agent, customer }: Voices): number {
  const product = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, sample, n) => sum + sample * (b[n] ?? 0), 0);
  return Math.abs(product(agent, customer)) / Math.sqrt(product(agent, agent) * product(customer, customer));
}

/* How long the file itself says that it is: what a player knows before it plays. */
export function seconds_of(file: Buffer): number {
  const path = made('heard.webm');
  writeFileSync(path, file);
  const asked = ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', path];
  return Number(execFileSync('ffprobe', asked, { encoding: 'utf8' }));
}
