import { randomUUID } from 'node:crypto';
import type { Notice } from '@retry-desk/contract';
import { iso } from '#iso.ts';

type Head = Pick<Notice, 'key' | 'event' | 'subject' | 'lines' | 'url'>;

/** A notice without jobs and without a cause, which opens nothing that another one would close. `since`, `at`: milliseconds. */
export function bareNotice(head: Head, since: number, at: number): Notice {
  return {
    ...{ id: randomUUID(), status: 'resolved', number: 1, at: iso(at), since: iso(since), ...head },
    ...{ cause: null, advice: null, known: null, server: null, jobs: [], jobsInAll: 0, machinesInAll: 0, retry: null },
  };
}

/** Whether it ends what another notice of its key has opened. */
export function resolves({ number, status }: Pick<Notice, 'number' | 'status'>): boolean {
  return status === 'resolved' && number > 1;
}
