export type Zone = 'local' | 'utc';

type Style = 'clock' | 'seconds' | 'day' | 'full';

const styles: Record<Style, Intl.DateTimeFormatOptions> = {
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  day: { day: 'numeric', month: 'short' },
  full: {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  },
};

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(style: Style | 'zone' | 'date', zone: Zone): Intl.DateTimeFormat {
  const key = `${style} ${zone}`;
  const known = formatters.get(key);
  if (known) return known;
  const options: Intl.DateTimeFormatOptions =
    style === 'zone'
      ? { timeZoneName: 'short', hour: '2-digit' }
      : style === 'date'
        ? { year: 'numeric', month: '2-digit', day: '2-digit' }
        : styles[style];
  const made = new Intl.DateTimeFormat('en-GB', zone === 'utc' ? { ...options, timeZone: 'UTC' } : options);
  formatters.set(key, made);
  return made;
}

/** `08:02`. */
export function clock(at: number, zone: Zone): string {
  return formatter('clock', zone).format(at);
}

/** `08:02:14`. */
function clockSeconds(at: number, zone: Zone): string {
  return formatter('seconds', zone).format(at);
}

/** `Mon, 23 Nov 2026, 08:02:14`. */
export function full(at: number, zone: Zone): string {
  return formatter('full', zone).format(at);
}

/** The short name of the zone at a moment: `CET`, `UTC`, `GMT+5`. */
export function zoneName(at: number, zone: Zone): string {
  return (
    formatter('zone', zone)
      .formatToParts(at)
      .find((part) => part.type === 'timeZoneName')?.value ?? ''
  );
}

function sameDay(a: number, b: number, zone: Zone): boolean {
  const date = formatter('date', zone);
  return date.format(a) === date.format(b);
}

/** `08:02` today, `22 Nov 08:02` on any other day. */
export function dayClock(at: number, now: number, zone: Zone): string {
  return sameDay(at, now, zone) ? clock(at, zone) : `${formatter('day', zone).format(at)} ${clock(at, zone)}`;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** `08:02:14` today, `22 Nov 08:02:14` on any other day. */
export function dayClockSeconds(at: number, now: number, zone: Zone): string {
  const time = clockSeconds(at, zone);
  return sameDay(at, now, zone) ? time : `${formatter('day', zone).format(at)} ${time}`;
}

/** How long ago in one unit: `just now`, `40 s ago`, `3 min ago`, `23 h ago`, `6 d ago`; `in 6 min` for what is to come. */
export function ago(at: number, now: number): string {
  const gap = now - at;
  const size = Math.abs(gap);
  if (size < 5_000) return 'just now';
  const text =
    size < minute
      ? `${Math.floor(size / 1000)} s`
      : size < hour
        ? `${Math.floor(size / minute)} min`
        : size < day
          ? `${Math.floor(size / hour)} h`
          : `${Math.floor(size / day)} d`;
  return gap >= 0 ? `${text} ago` : `in ${text}`;
}

/** A length in its two largest units: `42 s`, `6 min 12 s`, `1 h 04 min`, `2 d 3 h`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const two = (count: number) => String(count).padStart(2, '0');
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
  return `${Math.floor(minutes / (24 * 60))} d ${Math.floor((minutes % (24 * 60)) / 60)} h`;
}
