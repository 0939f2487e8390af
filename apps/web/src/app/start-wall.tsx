import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startAfresh } from '#features/wall/reload.ts';
import { WallGuard } from '#features/wall/wall-guard.tsx';
import { WallPage } from '#features/wall/wall-page.tsx';
import { wallWords } from '#features/wall/words.ts';

/** Puts the wall into its page: a page of its own, for browsers that are too old for the rest of the app. */
export function startWall(root: HTMLElement): void {
  // Pages name themselves; of two titles a browser would take the first.
  document.head.querySelector('title')?.remove();
  const reactRoot = createRoot(root, {
    // Errors that not even the guard could draw: without this the screen would stay black.
    onUncaughtError: (error) => {
      console.error(error);
      root.textContent = `${wallWords.broken}. ${wallWords.brokenHelp}`;
      startAfresh();
    },
  });
  reactRoot.render(
    <StrictMode>
      <WallGuard>
        <QueryClientProvider client={new QueryClient()}>
          <WallPage />
        </QueryClientProvider>
      </WallGuard>
    </StrictMode>,
  );
}
