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

/** So long (ms) the board waits to be drawn whole at once, which is sooner done than in parts; then the page says that it loads. */
const wholeWithin = 1_000;

/** Puts the app into the page. */
export async function startApp(root: HTMLElement): Promise<void> {
  followTheme();
  followTouches(window);
  const client = createQueryClient();
  await Promise.race([
    fetchAhead(client, location.pathname),
    new Promise((resolve) => setTimeout(resolve, wholeWithin)),
  ]);
  // Pages name themselves; of two titles a browser would take the first.
  document.head.querySelector('title')?.remove();
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
}
