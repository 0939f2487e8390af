import { XmlDocument, XmlElement } from 'libxml2-wasm';
import { expect, test } from 'vitest';
import { begin, handClock } from './begin.ts';
import { logOn, send } from './talk.ts';

/** Links (Rel and Type, without Type where there is none) and members of the reference's example (13.0, /jobs/{ID}), in their order; the examples that are played wholly stand in reference/. */
const LINKS = [
  'Up BackupServerReference',
  'Alternate JobReference',
  'Edit JobReference',
  'Clone',
  'ToggleScheduleEnabled',
  'Down ObjectInJobList',
  'Down BackupJobSessionReferenceList',
  'Create ObjectInJob',
  'Start',
  'Stop',
  'Retry',
];
const MEMBERS = 'JobType Platform Description ScheduleConfigured ScheduleEnabled NextRun JobScheduleOptions JobInfo';

/** The elements right below one. */
function childrenOf(element: XmlElement): XmlElement[] {
  return element.find('*').filter((node) => node instanceof XmlElement);
}

function linkOf(link: XmlElement): string {
  return `${link.attr('Rel')?.value} ${link.attr('Type')?.value ?? ''}`.trim();
}

/** The members of the first entity of an answer. */
function shapeOf(body: string, entity: string): { links: string[]; members: string[] } {
  const document = XmlDocument.fromString(body);
  try {
    const [first] = document.find(`//*[local-name()="${entity}"][*[local-name()="Links"]]`);
    if (!(first instanceof XmlElement)) throw new Error(`There is no ${entity}`);
    const [links, ...members] = childrenOf(first);
    return {
      links: links === undefined ? [] : childrenOf(links).map(linkOf),
      members: members.map(({ name }) => name),
    };
  } finally {
    document.dispose();
  }
}

test('each job of virtual machines has the links and members of the reference', async () => {
  const em = await begin({ jobs: 20, clock: handClock() });
  const { body } = await send(em, '/api/jobs?format=Entity', { headers: await logOn(em) });
  expect(shapeOf(body, 'Job')).toEqual({ links: LINKS, members: MEMBERS.split(' ') });
});
