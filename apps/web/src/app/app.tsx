import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Route, Router, Switch } from 'wouter';
import { followTouches } from '#api/attendance.ts';
import { base } from '#lib/base.ts';
import { patterns } from '#lib/paths.ts';
import { laterPage } from '#ui/later.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { fetchAhead } from './fetch-ahead.ts';
import { followTheme } from './follow-theme.ts';
import { createQueryClient } from './query-client.ts';
import { SignedIn } from './signed-in.tsx';
import { ToWall } from './to-wall.tsx';
import './styles.css';

const SignInRoute = laterPage(() => import('#routes/sign-in.tsx'));

/** The sign-in stands alone; everything else is behind a name. */
function App() {
  return (
    <Switch>
      <Route path={patterns.wall} component={ToWall} />
      <Route path={patterns.signIn} component={SignInRoute} />
      <Route component={SignedIn} />
    </Switch>
  );
}

/** So long (ms) the board waits to be drawn whole at once, which is sooner done than in parts; then the page shows that it loads. */
const wholeWithin = 1_000;

/** Puts the app into the page. */
export async function startApp(root: HTMLElement): Promise<void> {
  followTheme();
  followTouches(window);
  const client = createQueryClient();
  await Promise.race([
    fetchAhead(client, location.pathname.slice(base.length) || '/'),
    new Promise((resolve) => setTimeout(resolve, wholeWithin)),
  ]);
  // Pages name themselves; of two titles a browser would take the first.
  document.head.querySelector('title')?.remove();
  createRoot(root).render(
    <StrictMode>
      <ErrorBoundary place="">
        <QueryClientProvider client={client}>
          <Router base={base}>
            <App />
          </Router>
        </QueryClientProvider>
      </ErrorBoundary>
    </StrictMode>,
  );
}
