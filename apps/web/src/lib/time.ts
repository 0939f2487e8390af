export type Zone = 'local' | 'utc';

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

/** Calendar and clock in a zone. By hand: each of Intl's formatters takes longer to make than a row to draw. */
export function shownAt(at: number, zone: Zone) {
  const local = new Date(at);
  // The UTC fields of a date moved by the zone's offset are those that clocks there show.
  const moved = zone === 'utc' ? local : new Date(at - local.getTimezoneOffset() * 60_000);
  const [date = '', time = ''] = moved.toISOString().split('T');
  return {
    date,
    weekday: weekdays[moved.getUTCDay()],
    day: `${moved.getUTCDate()} ${months[moved.getUTCMonth()]}`,
    year: moved.getUTCFullYear(),
    clock: time.slice(0, 5),
    seconds: time.slice(0, 8),
  };
}

/** Names of the local zone, by its distance from UTC: winter and summer have one each. */
const localNames = new Map<number, string>();

/** `08:02`. */
export function clock(at: number, zone: Zone): string {
  return shownAt(at, zone).clock;
}

/** `Mon, 23 Nov 2026, 08:02:14`. */
export function full(at: number, zone: Zone): string {
  const { weekday, day, year, seconds } = shownAt(at, zone);
  return `${weekday}, ${day} ${year}, ${seconds}`;
}

/** The short name of the zone at a moment: `CET`, `UTC`, `GMT+5`. */
export function zoneName(at: number, zone: Zone): string {
  if (zone === 'utc') return 'UTC';
  const offset = new Date(at).getTimezoneOffset();
  const known = localNames.get(offset);
  if (known !== undefined) return known;
  const parts = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short', hour: '2-digit' }).formatToParts(at);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  localNames.set(offset, name);
  return name;
}

/** `08:02` today, `22 Nov 08:02` on any other day. */
export function dayClock(at: number, now: number, zone: Zone): string {
  return shownAt(at, zone).date === shownAt(now, zone).date ? clock(at, zone) : dayAndClock(at, zone);
}

/** `22 Nov 08:02`, whatever day it is. */
export function dayAndClock(at: number, zone: Zone): string {
  const { day, clock: time } = shownAt(at, zone);
  return `${day} ${time}`;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** `08:02:14` today, `22 Nov 08:02:14` on any other day. */
export function dayClockSeconds(at: number, now: number, zone: Zone): string {
  const shown = shownAt(at, zone);
  return shown.date === shownAt(now, zone).date ? shown.seconds : `${shown.day} ${shown.seconds}`;
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
