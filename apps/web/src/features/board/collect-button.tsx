import { useMutation } from '@tanstack/react-query';
import { explainAction } from '#api/explain.ts';
import { useJournalLock } from '#api/journal-lock.ts';
import { sendEmpty } from '#api/send.ts';
import { useSession, useTrust } from '#api/session-context.ts';
import { api } from '#lib/paths.ts';
import { words } from '#lib/words.ts';
import { rareWords } from './rare-words.ts';

/** Has Enterprise Manager collect from its backup servers now; only operators may. */
export function CollectButton() {
  const { role } = useSession();
  const journal = useJournalLock();
  const lock = useTrust().em === 'ok' ? journal : words.can.em;
  const collect = useMutation({ mutationFn: () => sendEmpty('POST', api.collect()) });
  if (role !== 'operator') return null;
  const text = collect.isPending
    ? rareWords.collecting
    : collect.error
      ? explainAction(collect.error).text
      : collect.isSuccess
        ? rareWords.collected
        : rareWords.collect;
  return (
    <>
      {' · '}
      <button
        type="button"
        title={lock ?? rareWords.collectHint}
        aria-disabled={lock !== null || undefined}
        aria-busy={collect.isPending || undefined}
        className={`min-h-6 underline decoration-line-control underline-offset-2 ${lock === null ? 'text-text hover:decoration-current' : 'cursor-not-allowed text-muted'}`}
        onClick={() => {
          if (lock === null && !collect.isPending) collect.mutate();
        }}
      >
        <span aria-live="polite">{text}</span>
      </button>
    </>
  );
}
