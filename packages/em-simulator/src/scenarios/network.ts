import { hashOf } from '#world/random.ts';
import type { Setting } from './setting.ts';

const EVERY = Number.POSITIVE_INFINITY;
const API = /^\/+api/i;

/** Longer than a careful client waits for an action. */
const TOO_LATE = 31_000;

/** Three actions in ten go well; the others are done or not done in every way that leaves the client in doubt. */
export function flaky({ faults, world }: Setting): () => void {
  const restore = failAgain(world);
  const end = faults.add({
    method: 'POST',
    path: /[?&]action=/i,
    times: EVERY,
    do: {
      kind: 'mix',
      of: [
        { share: 0.25, do: { kind: 'lose-answer' } },
        { share: 0.15, do: { kind: 'cut-before' } },
        { share: 0.1, do: { kind: 'status-after', status: 500 } },
        { share: 0.1, do: { kind: 'status', status: 500 } },
        { share: 0.1, do: { kind: 'delay', ms: TOO_LATE } },
      ],
    },
  });
  return function endAll() {
    end();
    restore();
  };
}

/** Every third job fails again when it is retried. */
function failAgain(world: Setting['world']): () => void {
  const before = new Map([...world.jobs.values()].map((job) => [job, job.outcome]));
  for (const job of world.jobs.values()) job.outcome = hashOf(job.id) % 3 === 0 ? 'failed' : 'success';
  return function restore() {
    for (const [job, outcome] of before) job.outcome = outcome;
  };
}

/** Takes connections and never answers. */
export function hung({ faults }: Setting): () => void {
  return faults.add({ path: API, times: EVERY, do: { kind: 'hang' } });
}

/** Every answer takes two seconds. */
export function slow({ faults }: Setting): () => void {
  return faults.add({ path: API, times: EVERY, do: { kind: 'delay', ms: 2000 } });
}

/** Lists come cut in the middle. */
export function brokenXml({ faults }: Setting): () => void {
  return faults.add({
    method: 'GET',
    path: /\/(?:query|agents|backupSessions|tasks)/i,
    times: EVERY,
    do: { kind: 'body', transform: (text) => text.slice(0, Math.floor(text.length * 0.6)) },
  });
}

/** Sessions that go on have an end that cannot be true, and jobs without a next run the year 1753 (seen through other interfaces of Veeam). */
export function placeholderDates({ faults }: Setting): () => void {
  const end = '<EndTimeUTC>1900-01-01T00:00:00Z</EndTimeUTC>';
  const never = '1753-01-01T00:00:00Z';
  function placeholders(text: string): string {
    return text
      .replaceAll('</CreationTimeUTC><State>', `</CreationTimeUTC>${end}<State>`)
      .replaceAll(/"(endTimeUTC)":null/gi, '"$1":"1900-01-01T00:00:00Z"')
      .replaceAll(
        '</ScheduleEnabled><JobScheduleOptions>',
        `</ScheduleEnabled><NextRun>${never}</NextRun><JobScheduleOptions>`,
      )
      .replaceAll(/"(nextRun)":null/gi, `"$1":"${never}"`);
  }
  return faults.add({ method: 'GET', path: API, times: EVERY, do: { kind: 'body', transform: placeholders } });
}

/** The containers of queries are called otherwise, as a version to come may call them; what they hold is not. */
export function renamedElements({ faults }: Setting): () => void {
  function renamed(text: string): string {
    return text.replace(/<Entities><(\w+)>(.*)<\/\1><\/Entities>/s, '<Entities><$1List>$2</$1List></Entities>');
  }
  return faults.add({ method: 'GET', path: API, times: EVERY, do: { kind: 'body', transform: renamed } });
}

/** Enterprise Manager starts again with every twentieth call. */
export function restart({ faults, sessions }: Setting): () => void {
  return afterEvery(20, { faults, sessions });
}

/** The logon session vanishes with every third call. */
export function sessionThief({ faults, sessions }: Setting): () => void {
  return afterEvery(3, { faults, sessions });
}

function afterEvery(calls: number, { faults, sessions }: Pick<Setting, 'faults' | 'sessions'>): () => void {
  let count = 0;
  function steal(text: string): string {
    count += 1;
    if (count % calls === 0) sessions.closeAll();
    return text;
  }
  return faults.add({ path: /^\/+api\/+(?!sessionMngr)/i, times: EVERY, do: { kind: 'body', transform: steal } });
}
