import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useCallback, useId, useState } from 'react';
import { useLocation } from 'wouter';
import { pages } from '#lib/paths.ts';
import { words as catalogue } from '#lib/words.ts';
import { useModal } from '#ui/use-modal.ts';
import { moveChoice } from './choice.ts';
import { FindList } from './find-list.tsx';
import { isSearchable, jobsByTextQuery, machinesQuery } from './queries.ts';
import { type Find, type Found, findsOf, hintOf, spokenOf } from './results.ts';
import { useDebounced } from './use-debounced.ts';
import { machineWords as words } from './words.ts';

function pathOf(find: Find): string {
  switch (find.kind) {
    case 'job':
      return pages.job(find.jobId);
    case 'machine':
      return pages.machines(find.machine);
    case 'all-jobs':
      return pages.board({ state: 'all', q: find.text });
    case 'all-machines':
      return pages.machines(find.text);
    case 'person':
      return pages.tasks({ by: find.person });
  }
}

/** The results for the typed text, whether they are of this very text, the word under the list, and the announcement. */
function useFinds(text: string): { finds: Find[]; current: boolean; hint: string; said: string } {
  const searched = useDebounced(text.trim());
  const jobs = useQuery(jobsByTextQuery(searched));
  const machines = useQuery(machinesQuery(searched));
  const current = searched === text.trim();
  if (!isSearchable(searched)) {
    return { finds: [], current, hint: isSearchable(text) ? words.searching : words.dialogStart, said: '' };
  }
  const { machines: listed = [], count = listed.length, unread = 0 } = machines.data ?? {};
  const found: Found = { jobs: jobs.data?.jobs ?? [], machines: listed, machineCount: count, unread };
  const finds = findsOf(searched, found);
  const hasFailed = jobs.error !== null || machines.error !== null;
  // Not whether it is being read again, which it is all the time.
  const isRead = [jobs, machines].every(({ isSuccess, isPlaceholderData }) => isSuccess && !isPlaceholderData);
  const said = spokenOf({ found, isComplete: current && (hasFailed || isRead), hasFailed });
  if (hasFailed) return { finds, current, hint: words.dialogFailed, said };
  const searching = !current || jobs.isFetching || machines.isFetching;
  return { finds, current, hint: searching ? words.searching : hintOf(found), said };
}

type FindProps = {
  /** Text typed while this was fetched; from now on the field receives the keys itself. */
  takeTyped: () => string;
  onClose: () => void;
};

function FindPanel({ takeTyped, onClose }: FindProps) {
  const [, go] = useLocation();
  const [text, setText] = useState('');
  const [choice, setChoice] = useState<number | null>(null);
  // As soon as the field is there: until now the page has listened to the keyboard.
  const takeOver = useCallback(
    (field: HTMLInputElement | null) => {
      if (field === null) return;
      // Taken once: React may call a function that makes a state again.
      const typed = takeTyped();
      setText((before) => before + typed);
    },
    [takeTyped],
  );
  const list = useId();
  const { finds, current, hint, said } = useFinds(text);
  const chosen = finds.length === 0 ? null : Math.min(choice ?? 0, finds.length - 1);

  function open(find: Find | undefined) {
    if (!find) return;
    onClose();
    go(pathOf(find));
  }
  function press(event: KeyboardEvent) {
    if (event.key === 'Enter') open(current ? finds[chosen ?? 0] : undefined);
    else {
      const next = moveChoice(chosen, event.key, finds.length);
      if (next === chosen) return;
      setChoice(next);
    }
    event.preventDefault();
  }
  return (
    <>
      <input
        ref={takeOver}
        // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type here
        autoFocus
        className="h-12 w-full flex-none border-b border-line bg-transparent px-4 -outline-offset-3"
        role="combobox"
        aria-expanded={finds.length > 0}
        aria-controls={list}
        aria-activedescendant={chosen === null ? undefined : `${list}-${chosen}`}
        aria-autocomplete="list"
        aria-label={catalogue.shell.find}
        placeholder={catalogue.shell.find}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onKeyDown={press}
        onChange={(event) => {
          setText(event.target.value);
          setChoice(null);
        }}
      />
      <FindList id={list} label={catalogue.shell.find} finds={finds} chosen={chosen} onOpen={open} />
      <p className={`flex-none border-line px-4 py-2.5 text-s text-muted ${finds.length > 0 ? 'border-t' : ''}`}>
        {hint}
      </p>
      <p className="sr-only" role="status">
        {said}
      </p>
    </>
  );
}

/** Search from everywhere: jobs, machines, and the retries of a person. */
export function MachineSearchDialog(props: FindProps) {
  const dialog = useModal(true);
  const { onClose } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the dialog's own key for what a press beside it does
    <dialog
      ref={dialog}
      className="mx-auto mt-[calc(var(--screen)*0.12)] mb-auto max-h-[min(560px,var(--screen)*0.8)] w-[min(560px,calc(100vw-32px))] flex-col overflow-hidden rounded-panel border border-line-strong bg-raised p-0 text-text backdrop:bg-[rgb(0_0_0/45%)] open:flex"
      aria-label={catalogue.shell.find}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <FindPanel {...props} />
    </dialog>
  );
}
