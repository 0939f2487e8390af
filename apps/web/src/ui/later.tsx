import { type ComponentType, type ReactNode, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { isOtherBuild, runningScripts } from '#lib/other-build.ts';
import { words } from '#lib/words.ts';
import { Button } from './button.tsx';
import { ErrorNotice } from './notice.tsx';

type Load<P> = () => Promise<{ default: ComponentType<P> }>;

/** A part of the page in a script of its own. `fetch` fetches it ahead of being drawn; it rejects where that fails. */
export type Later<P> = ComponentType<P> & { fetch: () => Promise<void> };

/** The part once it is here. React's own `lazy` would throw what could not be fetched, and remember it for as long as the page lives. */
function useFetched<P>(here: () => ComponentType<P> | null, fetch: () => Promise<void>) {
  const [state, setState] = useState<'coming' | 'here' | 'lost'>(() => (here() ? 'here' : 'coming'));
  const get = useCallback(
    () =>
      fetch().then(
        () => setState('here'),
        () => setState('lost'),
      ),
    [fetch],
  );
  // Follows the network; also where it was here by the time this was drawn.
  useEffect(() => void get(), [get]);
  const again = () => {
    setState('coming');
    void get();
  };
  return { state, again };
}

function fetched<P>(load: Load<P>) {
  let here: ComponentType<P> | null = null;
  return {
    here: () => here,
    fetch: async () => {
      here ??= (await load()).default;
    },
  };
}

/** What the server is: away, of this version, or of another one, whose files are named otherwise. */
type Server = 'away' | 'same' | 'newer';

async function askServer(): Promise<Server> {
  try {
    const answer = await fetch(location.pathname, { cache: 'no-store' });
    return answer.ok && isOtherBuild(await answer.text(), runningScripts()) ? 'newer' : 'same';
  } catch {
    return 'away';
  }
}

/** Something could not be fetched: `action` helps, or the page of the newer version where there is one. */
function NotFetched({ action, children }: { action?: ReactNode; children?: ReactNode }) {
  const { shell, problems } = words;
  const [server, setServer] = useState<Server>('away');
  // Follows the server's version.
  useEffect(() => void askServer().then(setServer), []);
  const isNewer = server === 'newer';
  const why = { away: problems.network, same: problems.unexpected, newer: shell.newer };
  const buttons = (
    <span className="flex gap-2">
      {isNewer ? <Button onClick={() => location.reload()}>{shell.reload}</Button> : action}
      {children}
    </span>
  );
  return (
    <ErrorNotice title={shell.notFetched} action={buttons}>
      {why[server]}
    </ErrorNotice>
  );
}

/** A page that is fetched when it is first drawn: `wait` until it is here, and what to do where it does not come. */
export function laterPage<P extends object>(load: Load<P>, wait: ReactNode = null): Later<P> {
  const { here, fetch } = fetched(load);
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, outside of components, as `lazy` is
  function Page(props: P) {
    const { state, again } = useFetched(here, fetch);
    const Here = here();
    if (Here) return <Here {...props} />;
    if (state !== 'lost') return wait;
    return <NotFetched action={<Button onClick={again}>{words.shell.tryAgain}</Button>} />;
  }
  return Object.assign(Page, { fetch });
}

let isMissing = false;
const listeners = new Set<() => void>();
function setMissing(now: boolean): void {
  isMissing = now;
  for (const listener of listeners) listener();
}
function onMissing(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A dialog that is fetched when it is opened. Where it does not come it closes again, and `MissingDialog` says so. */
export function laterDialog<P extends { onClose: () => void }>(load: Load<P>): Later<P> {
  const { here, fetch } = fetched(load);
  // biome-ignore lint/correctness/noComponentHookFactories: as above
  function Opened(props: P) {
    const { state } = useFetched(here, fetch);
    const { onClose } = props;
    const isLost = state === 'lost';
    // Follows the network.
    useEffect(() => {
      setMissing(isLost);
      if (isLost) onClose();
    }, [isLost, onClose]);
    const Here = here();
    return Here && <Here {...props} />;
  }
  return Object.assign(Opened, { fetch });
}

/** Says over the page, which stays, that a dialog could not be fetched; who asks for it again tries again. */
export function MissingDialog() {
  if (!useSyncExternalStore(onMissing, () => isMissing)) return null;
  return (
    <div className="fixed right-4 bottom-4 left-4 z-40 sm:left-auto sm:max-w-96 rounded-panel border border-line-strong bg-raised shadow-xl">
      <NotFetched>
        <Button onClick={() => setMissing(false)}>{words.shell.close}</Button>
      </NotFetched>
    </div>
  );
}
