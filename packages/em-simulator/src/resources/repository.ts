import { value } from '#wire/element.ts';
import type { Repository } from '#world/infrastructure.ts';
import { serverLink } from './backup-server.ts';
import type { Kind } from './kind.ts';

/** Members and their words as in the reference (13.1, GET /repositories/{ID}) and as captured from 12.3.2. */
export const REPOSITORY: Kind<Repository> = {
  type: 'Repository',
  plural: 'Repositories',
  place: '/repositories',
  id: ({ id }) => id,
  title: ({ name }) => name,
  above: ({ server }) => [serverLink(server)],
  below: ({ id }) => [
    { rel: 'Down', type: 'BackupReferenceList', path: `/repositories/${id}/backups` },
    { rel: 'Down', type: 'ReplicaReferenceList', path: `/repositories/${id}/replicas` },
  ],
  members: ({ capacity, free, isShare }) => [
    value('Capacity', capacity),
    value('FreeSpace', free),
    value('Kind', isShare ? 'CifsShare' : 'WindowsLocal'),
  ],
};
