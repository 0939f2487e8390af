import { emptyRoutes } from './empty.ts';
import { infrastructureRoutes } from './infrastructure.ts';
import { jobRoutes } from './jobs.ts';
import { logonRoutes } from './logon.ts';
import { queryRoutes } from './query.ts';
import { reportRoutes } from './reports.ts';
import type { Route } from './route.ts';
import { serviceRoutes } from './services.ts';
import { sessionRoutes } from './sessions.ts';
import { taskRoutes } from './tasks.ts';

/** Everything that is answered with a logon session. */
export const ROUTES: readonly Route[] = [
  ...jobRoutes,
  ...sessionRoutes,
  ...taskRoutes,
  ...queryRoutes,
  ...infrastructureRoutes,
  ...serviceRoutes,
  ...emptyRoutes,
  ...reportRoutes,
  ...logonRoutes,
];
