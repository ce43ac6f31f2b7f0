/* What people type for a day or an hour, whatever their browser's own habits: «04/05/2006», «4-5-2006», «04052006»,
   «2006-05-04»; «15:30», «1530», «9». The answer is what the API writes, or undefined while it is neither. */

function two(value: number): string {
  return String(value).padStart(2, '0');
}

export function typedDay(text: string): string | undefined {
  const parts =
    /^\s*(?<y>\d{4})-(?<m>\d{1,2})-(?<d>\d{1,2})\s*$/.exec(text) ??
    /^\s*(?<d>\d{1,2})[/.\- ](?<m>\d{1,2})[/.\- ](?<y>\d{4})\s*$/.exec(text) ??
    /^\s*(?<d>\d{2})(?<m>\d{2})(?<y>\d{4})\s*$/.exec(text);
  const { y, m, d } = parts?.groups ?? {};
  if (!y || !m || !d) return undefined;
  const [year, month, day] = [Number(y), Number(m), Number(d)];
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? `${y}-${two(month)}-${two(day)}` : undefined;
}

export function typedHour(text: string): string | undefined {
  const parts = /^\s*(\d{1,2})(?:[:.h ]?(\d{2}))?\s*$/.exec(text);
  const hour = Number(parts?.[1] ?? NaN);
  const minute = Number(parts?.[2] ?? 0);
  return hour <= 23 && minute <= 59 ? `${two(hour)}:${two(minute)}` : undefined;
}
