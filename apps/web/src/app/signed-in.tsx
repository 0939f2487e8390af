import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter';
import { explain } from '#api/explain.ts';
import { JournalContext, SessionContext } from '#api/session-context.ts';
import { sessionQuery } from '#features/access/queries.ts';
import { boardQuery } from '#features/board/queries.ts';
import { pages, patterns } from '#lib/paths.ts';
import { words } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { ErrorNotice, Loading } from '#ui/notice.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { boardPage } from './fetch-ahead.ts';
import { ShowAhead } from './page-ahead.tsx';
import { Shell } from './shell.tsx';

const JobRoute = lazy(() => import('#routes/job.tsx'));
const TasksRoute = lazy(() => import('#routes/tasks.tsx'));
const TaskRoute = lazy(() => import('#routes/task.tsx'));
const MachinesRoute = lazy(() => import('#routes/machines.tsx'));
const SettingsRoute = lazy(() => import('#routes/settings.tsx'));
const AuditRoute = lazy(() => import('#routes/audit.tsx'));
const AboutRoute = lazy(() => import('#routes/about.tsx'));
const NotFoundRoute = lazy(() => import('#routes/not-found.tsx'));

function SignedInPages() {
  const [place] = useLocation();
  // The shell asks for the board on every page: this only listens.
  const listening = { refetchInterval: false, refetchOnMount: false } as const;
  const { data: journal = 'ok' } = useQuery({
    ...boardQuery(),
    ...listening,
    select: ({ data }) => data.journal.state,
  });
  return (
    <JournalContext value={journal}>
      <ErrorBoundary place={place}>
        <Suspense fallback={<Loading>{words.shell.loading}</Loading>}>
          <Switch>
            <Route path={patterns.board}>
              <ShowAhead page={boardPage} />
            </Route>
            <Route path={patterns.job}>{({ id }) => <JobRoute id={id} />}</Route>
            <Route path={patterns.tasks} component={TasksRoute} />
            <Route path={patterns.task}>{({ id }) => <TaskRoute id={id} />}</Route>
            <Route path={patterns.machines} component={MachinesRoute} />
            <Route path={patterns.settings} component={SettingsRoute} />
            <Route path={patterns.audit} component={AuditRoute} />
            <Route path={patterns.about} component={AboutRoute} />
            <Route component={NotFoundRoute} />
          </Switch>
        </Suspense>
      </ErrorBoundary>
    </JournalContext>
  );
}

/** Everything that needs a name: without one it leads to the sign-in page and back. */
export function SignedIn() {
  const [place] = useLocation();
  const search = useSearch();
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
  if (session === null) return <Redirect to={pages.signIn(search ? `${place}?${search}` : place)} replace />;
  if (session.role === 'wall') return <Redirect to={pages.wall()} replace />;
  return (
    <SessionContext value={session}>
      <Shell>
        <SignedInPages />
      </Shell>
    </SessionContext>
  );
}
