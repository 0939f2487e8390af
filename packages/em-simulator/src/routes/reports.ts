import { jobsReport, machinesReport, overviewReport, processedReport, repositoriesReport } from '#resources/reports.ts';
import { links } from '#resources/sheet.ts';
import { type Element, element } from '#wire/element.ts';
import type { World } from '#world/world.ts';
import { type Call, ok, type Reply, type Route } from './route.ts';

function report(name: string, write: (world: World) => Element): Route {
  return {
    method: 'GET',
    path: new RegExp(`^/reports/summary/${name}$`),
    access: 'sessions',
    answer: ({ world }) => ok(write(world)),
  };
}

/** The reports there are, by the names that their links bear (reference 13.1, GET /reports/summary). */
const REPORTS = [
  ['Overview', 'overview'],
  ['VmsOverview', 'vms_overview'],
  ['JobStatistics', 'job_statistics'],
  ['ProcessedVms', 'processed_vms'],
  ['Repositories', 'repository'],
] as const;

function summary({ sheet }: Call): Reply {
  const wishes = REPORTS.map(([name, place]) => {
    return { rel: 'Down', type: 'ReportFrame', path: `/reports/summary/${place}`, name };
  });
  return ok(element('SummaryReport', { Href: null, Type: null }, [links(sheet, wishes)]));
}

export const reportRoutes: Route[] = [
  { method: 'GET', path: /^\/reports\/summary$/, access: 'sessions', answer: summary },
  report('overview', overviewReport),
  report('vms_overview', machinesReport),
  report('job_statistics', jobsReport),
  report('processed_vms', processedReport),
  report('repository', repositoriesReport),
];
