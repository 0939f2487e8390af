import { includesOf } from '#resources/agent-job-info.ts';
import type { Sheet } from '#resources/sheet.ts';
import { objectsIn } from '#resources/virtual-job.ts';
import type { Element } from '#wire/element.ts';
import { guidOf } from '#world/guid.ts';
import type { Job } from '#world/records.ts';
import type { World } from '#world/world.ts';
import type { Fields } from './field.ts';
import { findRows } from './find-rows.ts';
import type { QueryType } from './query-type.ts';
import { ofServer } from './types.ts';

type ObjectRow = { job: Job; place: number; server: Job['server'] };

const nameOf = ({ job, place }: ObjectRow) => job.machines[place] ?? '';
const idOf = (row: ObjectRow) => guidOf(`${row.job.id}/include/${nameOf(row)}`);

const fields: Fields<ObjectRow> = {
  ...ofServer,
  uid: { kind: 'uid', of: idOf },
  name: { kind: 'text', of: nameOf },
  displayname: { kind: 'text', of: nameOf },
  jobuid: { kind: 'uid', of: ({ job }) => job.id },
  jobname: { kind: 'text', of: ({ job }) => job.name },
};

/** The objects of jobs: what a type of query finds among the machines that jobs name. */
function objectsOf(
  names: Pick<QueryType<ObjectRow>, 'name' | 'container'>,
  jobs: (world: World) => Iterable<Job>,
  elements: (job: Job, sheet: Sheet) => readonly Element[],
): QueryType<ObjectRow> {
  return {
    ...names,
    members: `${names.name}s`,
    holder: 'Resources',
    fields,
    find({ world }, question) {
      const rows = [...jobs(world)].flatMap((job) =>
        job.machines.map((_, place) => ({ job, place, server: job.server })),
      );
      return findRows(rows, fields, idOf, question);
    },
    entity(sheet, { job, place }) {
      const found = elements(job, sheet)[place];
      if (found === undefined) throw new RangeError(`${job.name} has no object ${place}`);
      return found;
    },
  };
}

/** The machines in jobs of virtual machines (reference 13.0, GET /query?type=ObjectInJob); the container as captured from 9.5. */
export const virtualObjects = objectsOf(
  { name: 'ObjectInJob', container: 'sInObjectJob' },
  ({ virtualJobs }) => virtualJobs.values(),
  (job, sheet) => objectsIn(job, sheet, true),
);

/** The computers in agent jobs (reference 13.0, GET /query?type=ObjectInAgentBackupJob); the container is that of /agents/jobs/{ID}/includes. */
export const agentObjects = objectsOf(
  { name: 'ObjectInAgentBackupJob', container: 'ObjectsInAgentBackupJob' },
  ({ jobs }) => jobs.values(),
  includesOf,
);
