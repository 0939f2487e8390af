import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { Route, Switch } from 'wouter';
import { followTouches } from '#api/attendance.ts';
import { patterns } from '#lib/paths.ts';
import { followTheme } from './follow-theme.ts';
import { createQueryClient } from './query-client.ts';
import './styles.css';

const SignedIn = lazy(async () => ({ default: (await import('./signed-in.tsx')).SignedIn }));
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
          <SignedIn />
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
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={createQueryClient()}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
}
