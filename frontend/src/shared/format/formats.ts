/* Numbers, money, times and identifiers as people in Colombia write them. They do not change with the language of
   the texts: a price read aloud to a customer is the same price. The space inside a value is a no-break space. */

const NBSP = '\u00a0';
const ZONE = 'America/Bogota';

const integer = new Intl.NumberFormat('es-CO', { maximumFractionDigits: 0, useGrouping: 'always' });
const percentage = new Intl.NumberFormat('es-CO', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const hundredths = new Intl.NumberFormat('es-CO', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/* 64900 → «$ 64.900» */
export function formatCop(pesos: number): string {
  return `${pesos < 0 ? '-' : ''}$${NBSP}${integer.format(Math.abs(pesos))}`;
}

/* 1204 → «1.204» */
export function formatInteger(value: number): string {
  return integer.format(value);
}

/* 0.026 → «2,6 %» */
export function formatPercent(ratio: number): string {
  return `${percentage.format(ratio * 100)}${NBSP}%`;
}

/* 0.58 → «0,58» */
export function formatDecimal(value: number): string {
  return hundredths.format(value);
}

/* «+573000000101», «3000000101» → «300 000 0101». Anything else comes back as it is. */
export function formatPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  const national = digits.length === 12 && digits.startsWith('57') ? digits.slice(2) : digits;
  if (national.length !== 10) return phone;
  return [national.slice(0, 3), national.slice(3, 6), national.slice(6)].join(NBSP);
}

/* «1000000101» → «1.000.000.101»; a number with letters (passport) stays. */
export function formatDocumentNumber(number: string): string {
  return /^\d+$/.test(number) ? number.replace(/\B(?=(\d{3})+$)/g, '.') : number;
}

const documentShort: Readonly<Record<string, string>> = {
  cc: 'CC',
  ce: 'CE',
  ppt: 'PPT',
  pa: 'PA',
  passport: 'PA',
  nit: 'NIT',
};

/* («cc», «1000000101») → «CC 1.000.000.101» */
export function formatDocument(type: string, number: string): string {
  return `${documentShort[type.toLowerCase()] ?? type.toUpperCase()}${NBSP}${formatDocumentNumber(number)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/* 192 s → «03:12»; from one hour on «1:03:12». */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = `${two(minutes)}:${two(whole % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/* How long something still takes or has waited: «45 s», «12 min», «2 h 05 min», «1 d 3 h». */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds}${NBSP}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}${NBSP}min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}${NBSP}h${NBSP}${two(minutes % 60)}${NBSP}min`;
  return `${Math.floor(hours / 24)}${NBSP}d${NBSP}${hours % 24}${NBSP}h`;
}

const times = {
  minute: new Intl.DateTimeFormat('es-CO', {
    timeZone: ZONE,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }),
  second: new Intl.DateTimeFormat('es-CO', {
    timeZone: ZONE,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }),
};

/* «14:31» in Bogotá */
export function formatTime(ms: number): string {
  return times.minute.format(ms);
}

/* «14:31:05» in Bogotá */
export function formatTimeSeconds(ms: number): string {
  return times.second.format(ms);
}

const dayParts: Record<'es' | 'en', Intl.DateTimeFormat> = {
  es: new Intl.DateTimeFormat('es-CO', { timeZone: ZONE, day: 'numeric', month: 'short' }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, day: 'numeric', month: 'short' }),
};

/* «17 nov» in Bogotá */
export function formatDay(ms: number, language: 'es' | 'en' = 'es'): string {
  const parts = dayParts[language].formatToParts(ms);
  const part = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return `${part('day')}${NBSP}${part('month').replace('.', '').toLowerCase()}`;
}

/* «17 nov, 16:20» in Bogotá */
export function formatMoment(ms: number, language: 'es' | 'en' = 'es'): string {
  return `${formatDay(ms, language)}, ${formatTime(ms)}`;
}

const longDay: Record<'es' | 'en', Intl.DateTimeFormat> = {
  es: new Intl.DateTimeFormat('es-CO', { timeZone: ZONE, weekday: 'long', day: 'numeric', month: 'long' }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, weekday: 'long', day: 'numeric', month: 'long' }),
};

/* «martes, 24 de noviembre» in Bogotá */
export function formatLongDay(ms: number, language: 'es' | 'en' = 'es'): string {
  return longDay[language].format(ms);
}

const isoDay = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, dateStyle: 'short' });

/* «2026-11-24»: the civil day in Bogotá, as <input type="date"> and the API write it */
export function civilDay(ms: number): string {
  return isoDay.format(ms);
}

/* «2015-03-12» → «12/03/2015» */
export function formatCivilDay(iso: string): string {
  const [year, month, day] = iso.split('-');
  return year && month && day ? `${day}/${month}/${year}` : iso;
}

/* 1_572_864 → «1,5 MB» */
export function formatBytes(bytes: number): string {
  if (bytes < 1024 * 1024) return `${integer.format(Math.max(1, Math.round(bytes / 1024)))}${NBSP}kB`;
  return `${percentage.format(bytes / 1024 / 1024)}${NBSP}MB`;
}

/* «laura ejemplo prueba» → «LE» */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return `${words[0]?.[0] ?? ''}${words[1]?.[0] ?? ''}`.toUpperCase();
}
