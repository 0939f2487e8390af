import type { WallPairing, WallPairingConfirmation } from '@retry-desk/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { explainAction } from '#api/explain.ts';
import { useJournalLock } from '#api/journal-lock.ts';
import { Button } from '#ui/button.tsx';
import { Time } from '#ui/time.tsx';
import { inView } from './in-view.ts';
import { confirmScreen, pairingQuery, wallLinksQuery } from './queries.ts';
import { settingsWords } from './words.ts';

const words = settingsWords.pairing;

type Screen = NonNullable<WallPairing['screen']>;

function Box({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className="created-box" aria-labelledby={id} ref={inView}>
      <h3 id={id} role="status">
        {title}
      </h3>
      {children}
    </section>
  );
}

/** Where the screen connects from and since when: nobody is to open the wall on a stranger's screen that shows some code. */
function FoundScreen({ screen }: { screen: Screen }) {
  return (
    <>
      <p>
        {words.shownAt} <b>{screen.address}</b> {words.shownSince} <Time at={screen.since} show="day" />.
      </p>
      <p className="muted">{words.check}</p>
    </>
  );
}

type PairScreenProps = {
  pairing: WallPairing;
  code: string;
  request: WallPairingConfirmation;
  onCancel: () => void;
  onDone: () => void;
};

/** Searches for the screen that shows a code, shows what was found, and opens the wall on it once that is confirmed. */
export function PairScreen({ pairing, code, request, onCancel, onDone }: PairScreenProps) {
  const client = useQueryClient();
  const lock = useJournalLock();
  const { data, error } = useQuery(pairingQuery(pairing.id));
  const confirm = useMutation({
    mutationFn: () => confirmScreen(pairing.id, request),
    onSettled: () => client.invalidateQueries(wallLinksQuery()),
  });
  if (confirm.data) {
    return (
      <Box title={words.done(confirm.data.link.name)}>
        <p>{words.doneHelp}</p>
        <div className="created-actions">
          <Button size="small" onClick={onDone}>
            {settingsWords.done}
          </Button>
        </div>
      </Box>
    );
  }
  const screen = data?.screen ?? null;
  const shown = `${code.slice(0, 3)} ${code.slice(3)}`;
  const fault = confirm.error ?? error;
  return (
    <Box title={screen === null ? words.looking(shown) : words.found(shown)}>
      {screen === null ? <p className="muted">{words.lookingHelp}</p> : <FoundScreen screen={screen} />}
      {fault && (
        <p className="text-failed" role="alert">
          {explainAction(fault, words.failed).text}
        </p>
      )}
      <div className="created-actions">
        {screen && (
          <Button variant="primary" disabledReason={lock} pending={confirm.isPending} onClick={() => confirm.mutate()}>
            {words.open}
          </Button>
        )}
        <Button onClick={onCancel}>{words.cancel}</Button>
      </div>
    </Box>
  );
}
