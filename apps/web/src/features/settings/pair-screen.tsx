import type { WallPairing, WallPairingConfirmation } from '@retry-desk/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { explainAction } from '#api/explain.ts';
import { useJournalLock } from '#api/journal-lock.ts';
import { Button } from '#ui/button.tsx';
import { Time } from '#ui/time.tsx';
import { CreatedActions, CreatedBox } from './created-box.tsx';
import { confirmScreen, pairingQuery, wallLinksQuery } from './queries.ts';
import { Paragraph } from './section.tsx';
import { settingsWords } from './words.ts';

const words = settingsWords.pairing;

type Screen = NonNullable<WallPairing['screen']>;

/** Where the screen connects from and since when: nobody is to open the wall on a stranger's screen that shows some code. */
function FoundScreen({ screen }: { screen: Screen }) {
  return (
    <>
      <Paragraph>
        {words.shownAt} <b>{screen.address}</b> {words.shownSince} <Time at={screen.since} show="day" />.
      </Paragraph>
      <Paragraph muted>{words.check}</Paragraph>
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
      <CreatedBox title={words.done(confirm.data.link.name)}>
        <Paragraph>{words.doneHelp}</Paragraph>
        <CreatedActions>
          <Button size="small" onClick={onDone}>
            {settingsWords.done}
          </Button>
        </CreatedActions>
      </CreatedBox>
    );
  }
  const screen = data?.screen ?? null;
  const shown = `${code.slice(0, 3)} ${code.slice(3)}`;
  const fault = confirm.error ?? error;
  return (
    <CreatedBox title={screen === null ? words.looking(shown) : words.found(shown)}>
      {screen === null ? <Paragraph muted>{words.lookingHelp}</Paragraph> : <FoundScreen screen={screen} />}
      {fault && (
        <p className="mb-2 text-failed" role="alert">
          {explainAction(fault, words.failed).text}
        </p>
      )}
      <CreatedActions>
        {screen && (
          <Button variant="primary" disabledReason={lock} pending={confirm.isPending} onClick={() => confirm.mutate()}>
            {words.open}
          </Button>
        )}
        <Button onClick={onCancel}>{words.cancel}</Button>
      </CreatedActions>
    </CreatedBox>
  );
}
