import { jobsReport, machinesReport, overviewReport, repositoriesReport } from '#resources/reports.ts';
import type { Element } from '#wire/element.ts';
import type { World } from '#world/world.ts';
import { ok, type Route } from './route.ts';

function report(name: string, write: (world: World) => Element): Route {
  return {
    method: 'GET',
    path: new RegExp(`^/reports/summary/${name}$`),
    access: 'sessions',
    answer: ({ world }) => ok(write(world)),
  };
}

export const reportRoutes: Route[] = [
  report('overview', overviewReport),
  report('vms_overview', machinesReport),
  report('job_statistics', jobsReport),
  report('repository', repositoriesReport),
];
