import { type Counts, type ListedState, listedStates } from '@retry-desk/contract';
import { type Ref, useState } from 'react';
import { words } from '#lib/words.ts';
import { Button } from '#ui/button.tsx';
import { Chip, SelectChip } from '#ui/chip.tsx';
import { laterPart } from '#ui/later.tsx';
import {
  type BoardFilter,
  isByCause,
  isNarrowed,
  notNarrowed,
  readKnown,
  readSort,
  readTried,
  sortKeys,
  writeSort,
} from './board-search.ts';

type BarProps = {
  filter: BoardFilter;
  counts: Counts;
  onFilter: (change: Partial<BoardFilter>) => void;
  servers: readonly string[];
  shown: number | null;
  jobs: number | null;
  changes: number;
  onUpdate: () => void;
  onHelp: () => void;
  /** When today began in the zone that is shown. */
  today: number;
  searchRef: Ref<HTMLInputElement>;
};

const text = words.board.filters;
const RowsCsv = laterPart(async () => ({ default: (await import('./table/rows-csv.tsx')).RowsCsv }));
const any = { value: '', text: text.any };
const platforms = [
  any,
  ...(['windows', 'linux', 'other'] as const).map((value) => ({ value, text: words.platform[value] })),
];

const knownOrNot = [any, { value: 'yes', text: text.isKnown }, { value: 'no', text: text.notKnown }];
const triedWhen = [any, { value: 'today', text: text.today }, { value: 'not', text: text.notYet }];

function SearchField({ filter, onFilter, searchRef }: Pick<BarProps, 'filter' | 'onFilter' | 'searchRef'>) {
  return (
    <span className="relative flex min-w-40 flex-1 items-center sm:max-w-72">
      <input
        ref={searchRef}
        type="search"
        aria-label={text.searchLabel}
        aria-keyshortcuts="/"
        placeholder={text.search}
        className="peer h-6.5 w-full rounded-control border border-line-strong bg-raised pr-7 pl-2.5"
        value={filter.q}
        onChange={(event) => onFilter({ q: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur();
        }}
      />
      <kbd className="pointer-events-none absolute right-2 rounded-[3px] border border-line px-1 font-sans text-s text-muted peer-focus:hidden peer-[:not(:placeholder-shown)]:hidden">
        /
      </kbd>
    </span>
  );
}

/** The order in words; the heads of the table choose the same. Causes stand by their machines where jobs stand by urgency. */
function SortSelect({ filter, onFilter }: Pick<BarProps, 'filter' | 'onFilter'>) {
  const { sorted, sortedByReach } = words.board;
  const texts = isByCause(filter) ? { ...sorted, urgency: sortedByReach } : sorted;
  return (
    <select
      aria-label={text.sort}
      className="field-sizing-content min-h-6 cursor-pointer rounded-control bg-transparent text-muted hover:text-text [&>option]:bg-raised [&>option]:text-text"
      value={writeSort(filter.sort)}
      onChange={(event) => onFilter({ sort: readSort(event.target.value) })}
    >
      {sortKeys.flatMap((key) =>
        [true, false].map((descending) => (
          <option key={`${key} ${descending}`} value={writeSort({ key, descending })}>
            {texts[key][descending ? 1 : 0]}
          </option>
        )),
      )}
    </select>
  );
}

/** On a phone what is wanted less often folds, so that the first row is in sight. */
const folded = 'max-sm:*:not-data-stays:not-has-data-stays:hidden';

/** Overdue and hung jobs are few and seldom: their filters come with them. */
function isWorthAChip(state: ListedState, { filter, counts }: Pick<BarProps, 'filter' | 'counts'>): boolean {
  return (state !== 'overdue' && state !== 'hung') || filter.state === state || Boolean(counts[state]);
}

/** Filters of the table; each of them is in the address. */
export function BoardBar(props: BarProps) {
  const { filter, onFilter, servers, shown, jobs, changes, onUpdate, onHelp } = props;
  const serverOptions = [any, ...servers.map((server) => ({ value: server, text: server }))];
  // On a phone the rows come first; a filter that is on is in sight.
  const [isFolded, setFolded] = useState(!isNarrowed(filter) && filter.state === 'attention');
  return (
    <search
      aria-label={text.label}
      data-folded={isFolded || undefined}
      className={`${isFolded ? folded : ''} flex min-h-12 flex-wrap items-center gap-2 border-b border-line px-5 py-2.5`}
    >
      <Button data-stays="" className="sm:hidden" aria-expanded={!isFolded} onClick={() => setFolded(!isFolded)}>
        {text.label}
      </Button>
      {listedStates
        .filter((state) => isWorthAChip(state, props))
        .map((state) => (
          <Chip key={state} pressed={filter.state === state} onClick={() => onFilter({ state })}>
            {text[state]}
          </Chip>
        ))}
      <span className="mx-1.5 h-4.5 w-px bg-line-strong" aria-hidden="true" />
      {(filter.state === 'attention' || filter.state === 'failed') && (
        <Chip
          data-stays={isByCause(filter) ? '' : undefined}
          pressed={isByCause(filter)}
          onClick={() => onFilter({ by: isByCause(filter) ? 'job' : 'cause' })}
        >
          {text.byCause}
        </Chip>
      )}
      <SelectChip
        label={text.server}
        value={filter.server}
        options={serverOptions}
        onChange={(server) => onFilter({ server })}
      />
      <SelectChip
        label={text.platform}
        value={filter.platform}
        options={platforms}
        onChange={(value) =>
          onFilter({ platform: value === 'windows' || value === 'linux' || value === 'other' ? value : '' })
        }
      />
      <Chip pressed={filter.minStreak >= 2} onClick={() => onFilter({ minStreak: filter.minStreak >= 2 ? 0 : 2 })}>
        {text.streak}
      </Chip>
      <SelectChip
        label={text.retried}
        value={filter.tried}
        options={triedWhen}
        onChange={(value) => onFilter({ tried: readTried(value) })}
      />
      <SelectChip
        label={text.known}
        value={filter.known}
        options={knownOrNot}
        onChange={(value) => onFilter({ known: readKnown(value) })}
      />
      <SearchField {...props} />
      {isNarrowed(filter) && (
        <button
          type="button"
          className="min-h-6 text-s text-muted underline underline-offset-2 hover:text-text"
          onClick={() => onFilter(notNarrowed)}
        >
          {text.clear}
        </button>
      )}
      {/* One line whichever of the two it shows: a bar that grew would move the rows it holds still. */}
      <span data-stays="" className="ml-auto text-s text-muted">
        {changes > 0 ? (
          <span className="text-text">
            {words.board.changes(changes)} ·{' '}
            <button type="button" className="min-h-6 font-strong underline underline-offset-2" onClick={onUpdate}>
              {words.board.update}
            </button>
          </span>
        ) : (
          <>
            {shown !== null && `${words.board.shown(shown, jobs)} · `}
            <SortSelect filter={filter} onFilter={onFilter} />
          </>
        )}
        <RowsCsv filter={filter} today={props.today} />
        <button
          type="button"
          aria-label={words.board.helpOpen}
          className="ml-2 hidden size-6 rounded-control border border-line-strong hover:border-line-control hover:text-text sm:inline-block"
          onClick={onHelp}
        >
          ?
        </button>
      </span>
    </search>
  );
}
