import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Run } from '@retry-desk/em-client';
import { XMLParser } from 'fast-xml-parser';
// Not part of the package's face: the bench times the very functions that read an answer.
import { elements } from '../../../packages/em-client/src/resources/elements.ts';
import { runOf } from '../../../packages/em-client/src/resources/run.ts';
import { parseXml } from '../../../packages/em-client/src/xml/parse.ts';
import { median, type Row, row } from './goal.ts';
import { Pace } from './pace.ts';
import { stalled } from './stalled.ts';

/** How often each size is read, after so many times for the compiler to have seen it all. */
const rounds: Readonly<Record<number, number>> = { 100: 60, 1000: 15, 10000: 5 };
const warmUp = 40;
/** The page sizes that the client requests: docs/decisions/005-page-size-and-parsing.md. */
const pageSize = 100;
const stallRuns = 5;

function guid(index: number): string {
  return `${String(index).padStart(8, '0')}-54d7-43fe-b047-485d3566f11f`;
}

function session(index: number): string {
  const created = new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString();
  const origin = 'https://em01.tech.local:9398/api';
  return `<BackupJobSession Href="${origin}/backupSessions/${guid(index)}?format=Entity" Type="BackupJobSession" Name="File servers &amp; archive@${created}" UID="urn:veeam:BackupJobSession:${guid(index)}"><Links><Link Href="${origin}/backupServers/${guid(1)}" Name="srv12.tech.local" Type="BackupServerReference" Rel="Up"/><Link Href="${origin}/agents/jobs/${guid(7)}" Name="File servers" Type="AgentBackupJobReference" Rel="Up"/><Link Href="${origin}/backupSessions/${guid(index)}" Name="File servers@1" Type="BackupJobSessionReference" Rel="Alternate"/><Link Href="${origin}/backupSessions/${guid(index)}/taskSessions" Type="BackupTaskSessionReferenceList" Rel="Down"/></Links><JobUid>urn:veeam:Job:${guid(7)}</JobUid><JobName>File servers &amp; archive</JobName><JobType>AgentBackup</JobType><CreationTimeUTC>${created}</CreationTimeUTC><EndTimeUTC>${created}</EndTimeUTC><State>Stopped</State><Result>Failed</Result><Progress>100</Progress><FailureMessage/><IsRetry>false</IsRetry></BackupJobSession>`;
}

function page(count: number): Uint8Array {
  const sessions = Array.from({ length: count }, (_, index) => session(index)).join('');
  return Buffer.from(
    `<?xml version="1.0" encoding="utf-8"?><QueryResult xmlns="http://www.veeam.com/ent/v1.0"><Entities><BackupJobSessions>${sessions}</BackupJobSessions></Entities><PagingInfo PageNum="1" PageSize="${count}" PagesCount="1"><Links/></PagingInfo></QueryResult>`,
  );
}

function timed(work: () => void): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

function ours(bytes: Uint8Array): (Run | null)[] {
  return elements(parseXml(bytes, { links: 'as-text' }), 'BackupJobSession').map(runOf);
}

function plain(bytes: Uint8Array): unknown {
  return new XMLParser({ ignoreAttributes: false }).parse(Buffer.from(bytes).toString('utf8'));
}

/** The longest time in which nothing else had its turn, processor time, while many pages of our size were read one after the other: the middle of several runs. */
async function longestStall(pace: Pace): Promise<number> {
  const bytes = page(pageSize);
  const stalls: number[] = [];
  for (let run = 0; run < stallRuns; run += 1) {
    pace.take();
    const { stallMs } = await stalled(async () => {
      for (let read = 0; read < 60; read += 1) {
        ours(bytes);
        await nextTurn();
      }
    });
    stalls.push(stallMs);
  }
  return median(stalls);
}

/** XML to checked, typed records against a plain XMLParser over the same bytes, interleaved in one run. */
export async function translate(): Promise<Row[]> {
  const small = page(pageSize);
  for (let round = 0; round < warmUp; round += 1) {
    ours(small);
    plain(small);
  }
  const rows: Row[] = [];
  for (const [size, times] of Object.entries(rounds)) {
    const bytes = page(Number(size));
    const [our, their]: [number[], number[]] = [[], []];
    for (let round = 0; round < times; round += 1) {
      our.push(timed(() => ours(bytes)));
      their.push(timed(() => plain(bytes)));
    }
    const ratio = median(their) / median(our);
    const speed = bytes.length / 1e6 / (median(our) / 1000);
    rows.push(row(`${size} sessions (${speed.toFixed(0)} MB/s), times a plain parser`, ratio, '>=', 1.3, '×'));
  }
  const pace = new Pace();
  rows.push(...pace.rows(`longest stall of the loop at ${pageSize} sessions a page`, await longestStall(pace), 6));
  return rows;
}
