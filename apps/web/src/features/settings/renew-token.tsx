import type { ApiToken, NewApiToken } from '@retry-desk/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { explainAction } from '#api/explain.ts';
import { useJournalLock } from '#api/journal-lock.ts';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { renewToken, tokensQuery } from './queries.ts';
import { settingsWords } from './words.ts';

const words = settingsWords.tokens;

type RenewTokenProps = { token: ApiToken; onRenewed: (made: NewApiToken) => void; onClose: () => void };

/** Confirms before the old secret stops working. */
export function RenewToken({ token, onRenewed, onClose }: RenewTokenProps) {
  const client = useQueryClient();
  const lock = useJournalLock();
  const renew = useMutation({
    mutationFn: () => renewToken(token),
    onSuccess: onRenewed,
    onSettled: () => client.invalidateQueries(tokensQuery()),
  });
  const foot = (
    <>
      <Button className="ml-auto" onClick={onClose}>
        {settingsWords.cancel}
      </Button>
      <Button variant="primary" disabledReason={lock} pending={renew.isPending} onClick={() => renew.mutate()}>
        {words.renewConfirm}
      </Button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={words.renewTitle(token.name)} foot={foot}>
      <p>{words.renewHelp}</p>
      {renew.error && (
        <p className="mt-2 text-failed" role="alert">
          {explainAction(renew.error, words.renewFailed).text}
        </p>
      )}
    </Dialog>
  );
}
