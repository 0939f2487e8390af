import { useQuery } from '@tanstack/react-query';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { useLocationProperty } from 'wouter/use-browser-location';
import { explain } from '#api/explain.ts';
import { SessionContext } from '#api/session-context.ts';
import { sessionQuery } from '#features/access/queries.ts';
import { base } from '#lib/base.ts';
import { pages, patterns } from '#lib/paths.ts';
import { whenIdle } from '#lib/when-idle.ts';
import { words } from '#lib/words.ts';
import Board from '#routes/board.tsx';
import { Button } from '#ui/button.tsx';
import { laterPage } from '#ui/later.tsx';
import { ErrorNotice, Loading } from '#ui/notice.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Shell } from './shell.tsx';
import { ToWall } from './to-wall.tsx';
import { Trusting } from './trust.tsx';
import { useStale } from './use-stale.ts';

const wait = <Loading>{words.shell.loading}</Loading>;
const JobRoute = laterPage(() => import('#routes/job.tsx'), wait);
const TasksRoute = laterPage(() => import('#routes/tasks.tsx'), wait);
const TaskRoute = laterPage(() => import('#routes/task.tsx'), wait);
const MachinesRoute = laterPage(() => import('#routes/machines.tsx'), wait);
const ShiftRoute = laterPage(() => import('#routes/shift.tsx'), wait);
const SettingsRoute = laterPage(() => import('#routes/settings.tsx'), wait);
const AuditRoute = laterPage(() => import('#routes/audit.tsx'), wait);
const AboutRoute = laterPage(() => import('#routes/about.tsx'), wait);
const NotFoundRoute = laterPage(() => import('#routes/not-found.tsx'), wait);

const StaleBanner = laterPage(async () => ({ default: (await import('./stale-banner.tsx')).StaleBanner }));
// Here by the time the server is away.
whenIdle(() => void StaleBanner.fetch().catch(() => undefined));

function Stale() {
  return useStale().stale && <StaleBanner />;
}

function Pages() {
  const [place] = useLocation();
  return (
    <ErrorBoundary place={place}>
      <Switch>
        <Route path={patterns.board} component={Board} />
        <Route path={patterns.job}>{({ id }) => <JobRoute id={id} />}</Route>
        <Route path={patterns.tasks} component={TasksRoute} />
        <Route path={patterns.task}>{({ id }) => <TaskRoute id={id} />}</Route>
        <Route path={patterns.machines} component={MachinesRoute} />
        <Route path={patterns.shift} component={ShiftRoute} />
        <Route path={patterns.settings} component={SettingsRoute} />
        <Route path={patterns.audit} component={AuditRoute} />
        <Route path={patterns.about} component={AboutRoute} />
        <Route component={NotFoundRoute} />
      </Switch>
    </ErrorBoundary>
  );
}

/** Everything that needs a name: without one it leads to the sign-in page and back. */
export function SignedIn() {
  // As it stands there: what is decoded on the way loses signs of its own.
  const address = useLocationProperty(() => location.pathname.slice(base.length) + location.search + location.hash);
  const { data: session, error, refetch, isFetching } = useQuery(sessionQuery());
  if (session === undefined) {
    if (!error) return <Loading>{words.shell.loading}</Loading>;
    const again = (
      <Button pending={isFetching} onClick={() => refetch()}>
        {words.shell.tryAgain}
      </Button>
    );
    return (
      <main>
        <ErrorNotice title={words.product} action={again}>
          {explain(error).text}
        </ErrorNotice>
      </main>
    );
  }
  if (session === null) return <Redirect to={pages.signIn(address)} replace />;
  if (session.role === 'wall') return <ToWall />;
  return (
    <SessionContext value={session}>
      <Trusting>
        <Shell>
          <Stale />
          <Pages />
        </Shell>
      </Trusting>
    </SessionContext>
  );
}
