import type { WallLink } from '@retry-desk/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { explainAction } from '#api/explain.ts';
import { useJournalLock } from '#api/journal-lock.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { endWallLink, wallLinksQuery } from './queries.ts';
import { settingsWords as words } from './words.ts';

/** Asks before a screen goes dark. */
export function EndWallLink({ link, onClose }: { link: WallLink; onClose: () => void }) {
  const client = useQueryClient();
  const lock = useJournalLock();
  const end = useMutation({
    mutationFn: () => endWallLink(link.id),
    onSuccess: onClose,
    onSettled: () => client.invalidateQueries(wallLinksQuery()),
  });
  const foot = (
    <>
      <Button className="ml-auto" onClick={onClose}>
        {words.keep}
      </Button>
      <Button variant="danger" disabledReason={lock} pending={end.isPending} onClick={() => end.mutate()}>
        {words.endConfirm}
      </Button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={words.endTitle(link.name)} foot={foot}>
      <p>{words.endHelp}</p>
      {end.error && (
        <p className="mt-2 text-failed" role="alert">
          {explainAction(end.error, words.endFailed).text}
        </p>
      )}
    </Dialog>
  );
}
