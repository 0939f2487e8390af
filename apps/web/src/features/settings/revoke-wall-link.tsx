import type { WallLink } from '@retry-desk/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { explainAction } from '#api/explain.ts';
import { useJournalLock } from '#api/journal-lock.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { revokeWallLink, wallLinksQuery } from './queries.ts';
import { settingsWords as words } from './words.ts';

/** Confirms before a screen goes dark. */
export function RevokeWallLink({ link, onClose }: { link: WallLink; onClose: () => void }) {
  const client = useQueryClient();
  const lock = useJournalLock();
  const end = useMutation({
    mutationFn: () => revokeWallLink(link.id),
    onSuccess: onClose,
    onSettled: () => client.invalidateQueries(wallLinksQuery()),
  });
  const foot = (
    <>
      <Button className="ml-auto" onClick={onClose}>
        {words.cancel}
      </Button>
      <Button variant="danger" disabledReason={lock} pending={end.isPending} onClick={() => end.mutate()}>
        {words.revokeConfirm}
      </Button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={words.revokeTitle(link.name)} foot={foot}>
      <p>{words.revokeHelp}</p>
      {end.error && (
        <p className="mt-2 text-failed" role="alert">
          {explainAction(end.error, words.revokeFailed).text}
        </p>
      )}
    </Dialog>
  );
}
