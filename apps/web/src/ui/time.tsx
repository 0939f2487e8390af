import { ago, clock, dayClock, dayClockSeconds, full, zoneName } from '#lib/time.ts';
import { useNow } from './use-now.ts';
import { usePreferences } from './use-preferences.ts';

type Shown = 'ago' | 'clock' | 'time' | 'seconds' | 'day' | 'full';

/** A moment: `ago` relative, `clock` 08:02, `time` 08:02:14, `seconds` 08:02:14 (with the day where it is not today), `day` 22 Nov 08:02, `full` with the zone. The rest is in its title. */
export function Time({ at, show = 'ago', className }: { at: string | number; show?: Shown; className?: string }) {
  const { zone } = usePreferences();
  const now = useNow(show === 'ago' ? 5 : 60);
  const moment = typeof at === 'number' ? at : Date.parse(at);
  const whole = `${full(moment, zone)} ${zoneName(moment, zone)}`;
  const text = {
    // The page's clock goes in steps: what came in since the last one is not from the future.
    ago: () => ago(moment, Math.max(now, moment > now && moment - now < 60_000 ? moment : now)),
    clock: () => clock(moment, zone),
    time: () => dayClockSeconds(moment, moment, zone),
    seconds: () => dayClockSeconds(moment, now, zone),
    day: () => dayClock(moment, now, zone),
    full: () => whole,
  }[show]();
  return (
    <time dateTime={new Date(moment).toISOString()} title={whole} className={className}>
      {text}
    </time>
  );
}

/** The short name of the zone times are shown in. */
export function ZoneName() {
  const { zone } = usePreferences();
  return <>{zoneName(useNow(3600), zone)}</>;
}
