import { randomUUID } from 'node:crypto';
import type { AcknowledgeAnswer, Acknowledged, Acknowledgement, EndedAcknowledgement } from '@retry-desk/contract';
import { historyDays, longestAcknowledgementDays } from '@retry-desk/contract';
import type { Guid, Instant } from '@retry-desk/em-client';
import { iso } from '#iso.ts';
import { Refusal } from '#route.ts';
import type { Store } from '#store/open-store.ts';
import { storeCall } from '#store/store-error.ts';
import { type AuditNote, writeAudit } from '#store/write-audit.ts';
import { type AcknowledgedJob, acknowledgementEndOf, causesToLearn } from './acknowledgement-end.ts';
import {
  type AcknowledgementRecord,
  endAcknowledgement,
  latestFirst,
  learnCauses,
  readAcknowledgements,
  replaceAcknowledgements,
} from './acknowledgement-records.ts';

const DAY_MS = 24 * 60 * 60_000;
/** So long a card shows that an acknowledgement has ended by itself: until the shift after. */
const ENDED_SHOWN_MS = DAY_MS / 2;
/** So many of them. */
const MOST_ENDED_SHOWN = 50;

/** The person behind an order, for the row and the audit log. */
export type Orderer = { user: string; person: string; address: string };

export type AcknowledgeOrder = Orderer & {
  jobIds: readonly Guid[];
  note: string;
  ticket: string | null;
  /** Null until the next success. */
  untilAt: Instant | null;
};

export type AcknowledgementsDeps = {
  store: Pick<Store, 'db' | 'journal' | 'kind'>;
  clock: { now(): number };
  /** The state of a job now; undefined where Enterprise Manager lists it no more. */
  jobOf: (jobId: Guid) => (AcknowledgedJob & { name: string }) | undefined;
  /** Before the first complete read nothing is known of any job. */
  isReady: () => boolean;
  /** `https://tickets.example/{ticket}`; null where none is configured. */
  ticketUrl: string | null;
  onChange: (jobIds: readonly Guid[]) => void;
};

/** All acknowledgements: in memory as the store has them, and ended as soon as their time is over. */
export class Acknowledgements {
  readonly #deps: AcknowledgementsDeps;
  #open = new Map<Guid, { record: AcknowledgementRecord; shown: Acknowledged }>();
  #ended: readonly EndedAcknowledgement[] = [];
  #endedInAll = 0;

  constructor(deps: AcknowledgementsDeps) {
    this.#deps = deps;
  }

  /** The same object while it is the same acknowledgement. */
  of(jobId: Guid): Acknowledged | null {
    return this.#open.get(jobId)?.shown ?? null;
  }

  /** Those that ended by themselves in the last hours, first those that no good run ended; the same array while it is the same. */
  endedLately(): readonly EndedAcknowledgement[] {
    return this.#ended;
  }

  /** How many ended by themselves in the last hours. */
  endedInAll(): number {
    return this.#endedInAll;
  }

  present(record: AcknowledgementRecord): Acknowledgement {
    return {
      ...this.#shownOf(record),
      jobId: record.jobId,
      jobName: record.jobName,
      kind: record.kinds[0] ?? 'failed',
      endedAt: iso(record.endedAt),
      end: record.end,
      endedBy: record.endedBy,
    };
  }

  /** Open ones, then those that ended in thirty days, newest first. @throws Refusal `store-unavailable` */
  async list(): Promise<Acknowledgement[]> {
    const { store, clock } = this.#deps;
    const all = await storeCall(() => readAcknowledgements(store.db, clock.now() - historyDays * DAY_MS));
    const newest = latestFirst(all);
    return [
      ...newest.filter(({ endedAt }) => endedAt === null),
      ...newest.filter(({ endedAt }) => endedAt !== null),
    ].map((record) => this.present(record));
  }

  /** Acknowledges the jobs that need somebody; one that is acknowledged already is acknowledged anew. @throws Refusal */
  async acknowledge(order: AcknowledgeOrder): Promise<AcknowledgeAnswer> {
    const { store, clock } = this.#deps;
    const now = clock.now();
    if (order.untilAt !== null) checkUntil(order.untilAt, now);
    const records = [...new Set(order.jobIds)].flatMap((jobId) => this.#recordOf(jobId, order, now) ?? []);
    const made = new Set(records.map(({ jobId }) => jobId));
    const notNeeded = order.jobIds.filter((id) => !made.has(id));
    if (records.length === 0)
      throw new Refusal(
        'nothing-to-acknowledge',
        'None of these jobs needs attention: there is nothing to acknowledge.',
      );
    await storeCall(() =>
      store.journal.write(async (writing) => {
        await replaceAcknowledgements(writing.trx, store.kind, records);
        await writeAudit(writing, now, auditNoteOf(order, records));
      }),
    );
    await this.#readBack();
    return { acknowledgements: records.map((record) => this.present(record)), notNeeded };
  }

  /** @throws Refusal `not-found` where it is not open */
  async withdraw(id: string, { user, person, address }: Orderer): Promise<void> {
    const { store, clock } = this.#deps;
    await storeCall(() =>
      store.journal.write(async (writing) => {
        const ended = await endAcknowledgement(writing.trx, id, { at: clock.now(), end: 'withdrawn', by: user });
        if (ended === undefined) throw new Refusal('not-found', 'There is no such acknowledgement that is still open.');
        const kind = 'acknowledgement-withdrawn';
        await writeAudit(writing, clock.now(), { kind, user, person, address, subject: ended.jobName });
      }),
    );
    await this.#readBack();
  }

  /** An order that is written stands, also where the store goes away right then: the next look reads it, and reports a store that is away. */
  async #readBack(): Promise<void> {
    await this.refresh().catch(() => undefined);
  }

  /** Reads the store: other processes acknowledge, too. @throws where it cannot be read */
  async refresh(): Promise<void> {
    const { store, clock, onChange } = this.#deps;
    const all = await readAcknowledgements(store.db, clock.now() - ENDED_SHOWN_MS);
    const open = all.filter(({ endedAt }) => endedAt === null);
    const before = this.#open;
    this.#open = new Map(
      open.map((record) => {
        const same = before.get(record.jobId);
        const shown = same?.record.id === record.id ? same.shown : this.#shownOf(record);
        return [record.jobId, { record, shown }];
      }),
    );
    const ids = new Set([...before.keys(), ...this.#open.keys()]);
    const changed = [...ids].filter((id) => before.get(id)?.shown !== this.#open.get(id)?.shown);
    const allEnded = endedByThemselves(all);
    const ended = allEnded.slice(0, MOST_ENDED_SHOWN);
    const isSame =
      allEnded.length === this.#endedInAll &&
      ended.length === this.#ended.length &&
      ended.every(({ id }, at) => id === this.#ended[at]?.id);
    if (!isSame) this.#ended = ended;
    this.#endedInAll = allEnded.length;
    if (changed.length > 0 || !isSame) onChange(changed);
  }

  /** Ends those whose time is over. @throws where the store cannot be written */
  async review(): Promise<void> {
    const { store, clock, jobOf, isReady } = this.#deps;
    if (!isReady()) return;
    let isOtherwise = false;
    for (const { record } of this.#open.values()) {
      const job = jobOf(record.jobId);
      const end = acknowledgementEndOf(record, job, clock.now());
      const causeKeys = end === null ? causesToLearn(record, job) : [];
      if (end !== null) await endAcknowledgement(store.db, record.id, { at: clock.now(), end, by: null });
      if (causeKeys.length > 0) await learnCauses(store.db, record.id, causeKeys);
      isOtherwise ||= end !== null || causeKeys.length > 0;
    }
    if (isOtherwise) await this.refresh();
  }

  #recordOf(jobId: Guid, order: AcknowledgeOrder, now: Instant): AcknowledgementRecord | undefined {
    const job = this.#deps.jobOf(jobId);
    if (job === undefined || job.kinds.length === 0) return undefined;
    return {
      id: randomUUID(),
      jobId,
      jobName: job.name,
      kinds: job.kinds,
      overRunId: job.over?.id ?? null,
      causeKeys: job.causeKeys,
      note: order.note,
      ticket: order.ticket,
      untilAt: order.untilAt,
      by: order.user,
      person: order.person,
      at: now,
      endedAt: null,
      end: null,
      endedBy: null,
    };
  }

  #shownOf({ id, by, note, ticket, untilAt, at }: AcknowledgementRecord): Acknowledged {
    const { ticketUrl } = this.#deps;
    return {
      id,
      by,
      note,
      ticket,
      ticketUrl: ticketUrl && ticket && ticketUrl.replace('{ticket}', encodeURIComponent(ticket)),
      until: iso(untilAt) ?? 'next-success',
      at: iso(at),
    };
  }
}

function endedByThemselves(records: readonly AcknowledgementRecord[]): EndedAcknowledgement[] {
  return records
    .flatMap(({ id, jobId, jobName, by, note, ticket, end, endedAt }) =>
      end === null || endedAt === null || end === 'withdrawn' || end === 'replaced'
        ? []
        : [{ id, jobId, jobName, by, note, ticket, end, endedAt: iso(endedAt) }],
    )
    .sort((a, b) => rankOf(a) - rankOf(b) || (a.endedAt < b.endedAt ? 1 : -1));
}

/** One that a good run has ended comes last: its job needs nobody. */
function rankOf({ end }: EndedAcknowledgement): number {
  return end === 'success' ? 1 : 0;
}

function checkUntil(untilAt: Instant, now: Instant): void {
  if (untilAt > now && untilAt <= now + longestAcknowledgementDays * DAY_MS) return;
  throw new Refusal(
    'bad-request',
    `An acknowledgement ends with the next success or at a moment within ${longestAcknowledgementDays} days from now.`,
  );
}

function auditNoteOf(
  { user, person, address, note, ticket, untilAt }: AcknowledgeOrder,
  records: readonly AcknowledgementRecord[],
): AuditNote {
  const names = records.map(({ jobName }) => jobName);
  const until = untilAt === null ? 'until the next success' : `until ${iso(untilAt)}`;
  return {
    kind: 'acknowledged',
    user,
    person,
    address,
    subject: names.length === 1 ? (names[0] ?? '') : `${names.length} jobs: ${names.join(', ')}`,
    detail: [until, ticket && `ticket ${ticket}`, note].filter(Boolean).join('; '),
  };
}
