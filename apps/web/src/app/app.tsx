import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { Route, Switch } from 'wouter';
import { followTouches } from '#api/attendance.ts';
import { patterns } from '#lib/paths.ts';
import { fetchAhead, signedInPages } from './fetch-ahead.ts';
import { followTheme } from './follow-theme.ts';
import { ShowAhead } from './page-ahead.tsx';
import { createQueryClient } from './query-client.ts';
import './styles.css';

const WallRoute = lazy(() => import('#routes/wall.tsx'));
const SignInRoute = lazy(() => import('#routes/sign-in.tsx'));

/** The wall and the sign-in stand alone; everything else is behind a name. */
function App() {
  return (
    <Suspense fallback={null}>
      <Switch>
        <Route path={patterns.wall} component={WallRoute} />
        <Route path={patterns.signIn} component={SignInRoute} />
        <Route>
          <ShowAhead page={signedInPages} />
        </Route>
      </Switch>
    </Suspense>
  );
}

/** Puts the app into the page. */
export function startApp(root: HTMLElement): void {
  followTheme();
  followTouches(window);
  // Pages name themselves; of two titles a browser would take the first.
  document.head.querySelector('title')?.remove();
  const client = createQueryClient();
  fetchAhead(client, location.pathname);
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
}
