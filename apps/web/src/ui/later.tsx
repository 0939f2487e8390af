import {
  type ComponentType,
  type ReactNode,
  useCallback,
  useEffect,
  useEffectEvent,
  useState,
  useSyncExternalStore,
} from 'react';
import { isOtherBuild, runningScripts } from '#lib/other-build.ts';
import { words } from '#lib/words.ts';
import { Button } from './button.tsx';
import { ErrorNotice } from './notice.tsx';

type Load<P> = () => Promise<{ default: ComponentType<P> }>;

/** A part of the page in a script of its own. `fetch` fetches it ahead of being drawn; it rejects where that fails. */
export type Later<P> = ComponentType<P> & { fetch: () => Promise<void> };

/** The state of the server: away, of this version, or of another one, whose files are named otherwise. */
type Server = 'away' | 'same' | 'newer';

async function checkServer(): Promise<Server> {
  try {
    const answer = await fetch(location.pathname, { cache: 'no-store' });
    return answer.ok && isOtherBuild(await answer.text(), runningScripts()) ? 'newer' : 'same';
  } catch {
    return 'away';
  }
}

type Part<P> = { here: () => ComponentType<P> | null; fetch: () => Promise<void> };

function partOf<P>(load: Load<P>): Part<P> {
  let here: ComponentType<P> | null = null;
  return {
    here: () => here,
    fetch: async () => {
      here ??= (await load()).default;
    },
  };
}

/**
 * The part once it is here, or what the server is where it does not come. React's own `lazy` would throw what could not be
 * fetched, and remember it for as long as the page lives.
 */
function useFetched<P>({ here, fetch }: Part<P>) {
  const [Here, setHere] = useState(here);
  const [lost, setLost] = useState<Server | null>(null);
  const get = useCallback(
    () =>
      fetch().then(
        () => setHere(here),
        () => {
          setLost('away');
          void checkServer().then(setLost);
        },
      ),
    [here, fetch],
  );
  // Follows the network; also where it was here by the time this was drawn.
  useEffect(() => void get(), [get]);
  const again = () => {
    setLost(null);
    void get();
  };
  return { Here, lost, again };
}

/** Something could not be fetched: `action` helps, or the page of the newer version where there is one. */
function NotFetched({ server, action, children }: { server: Server; action?: ReactNode; children?: ReactNode }) {
  const shell = words.shell;
  const problems = words.problems;
  const why = { away: problems.network, same: problems.unexpected, newer: shell.newer };
  const buttons = (
    <span className="flex gap-2">
      {server === 'newer' ? <Button onClick={() => location.reload()}>{shell.reload}</Button> : action}
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
  const part = partOf(load);
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, outside of components, as `lazy` is
  function Page(props: P) {
    const { Here, lost, again } = useFetched(part);
    if (Here) return <Here {...props} />;
    if (lost === null) return wait;
    return <NotFetched server={lost} action={<Button onClick={again}>{words.shell.tryAgain}</Button>} />;
  }
  return Object.assign(Page, { fetch: part.fetch });
}

/** A part that the page can do without: `wait` stands there until it is here, and where it does not come. */
export function laterPart<P extends object>(load: Load<P>, wait: ReactNode = null): ComponentType<P> {
  const part = partOf(load);
  // biome-ignore lint/correctness/noComponentHookFactories: as above
  return function Small(props: P) {
    const { Here } = useFetched(part);
    return Here ? <Here {...props} /> : wait;
  };
}

/** The state of the server, where a dialog could not be fetched. */
let missing: Server | null = null;
const listeners = new Set<() => void>();
function setMissing(server: Server | null): void {
  missing = server;
  for (const listener of listeners) listener();
}
function onMissing(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A dialog that is fetched when it is opened. Where it does not come it closes again, and `MissingDialog` reports that. */
export function laterDialog<P extends { onClose: () => void }>(load: Load<P>): Later<P> {
  const part = partOf(load);
  // biome-ignore lint/correctness/noComponentHookFactories: as above
  function Opened(props: P) {
    const [Here, setHere] = useState(part.here);
    const lose = useEffectEvent(() => {
      setMissing('away');
      props.onClose();
      // The opener is gone by the time the server has answered, and somebody may have closed what shows it.
      void checkServer().then((server) => missing !== null && setMissing(server));
    });
    // Follows the network, while it is open.
    useEffect(() => {
      let isOpen = true;
      setMissing(null);
      part.fetch().then(
        () => isOpen && setHere(part.here),
        () => isOpen && lose(),
      );
      return () => {
        isOpen = false;
      };
    }, []);
    return Here && <Here {...props} />;
  }
  return Object.assign(Opened, { fetch: part.fetch });
}

/** Shows over the page, which stays, that a dialog could not be fetched; opening it again tries again. */
export function MissingDialog() {
  const server = useSyncExternalStore(onMissing, () => missing);
  if (server === null) return null;
  return (
    <div className="fixed right-4 bottom-4 left-4 z-40 sm:left-auto sm:max-w-96 rounded-panel border border-line-strong bg-raised shadow-xl">
      <NotFetched server={server}>
        <Button onClick={() => setMissing(null)}>{words.shell.close}</Button>
      </NotFetched>
    </div>
  );
}
