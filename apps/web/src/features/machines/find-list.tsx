import { StateMark } from '#ui/state-mark.tsx';
import type { Find } from './results.ts';
import { machineWords as words } from './words.ts';

const groupOf: Record<Find['kind'], keyof typeof words.groups> = {
  job: 'job',
  'all-jobs': 'job',
  machine: 'machine',
  'all-machines': 'machine',
  person: 'person',
};

type FindOptionProps = { find: Find; id: string; chosen: boolean; onOpen: () => void };

function FindOption({ find, id, chosen, onOpen }: FindOptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox holds the keyboard and opens the chosen option
    // biome-ignore lint/a11y/useFocusableInteractive: the combobox points at it with aria-activedescendant
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      className="grid min-h-9 cursor-pointer grid-cols-[10px_minmax(0,1fr)_minmax(0,max-content)] items-center gap-2.25 px-4 max-sm:py-1.5 aria-selected:bg-tint-chosen aria-selected:shadow-[inset_2px_0_0_var(--color-accent)]"
      onClick={onOpen}
      ref={(item) => {
        if (chosen) item?.scrollIntoView({ block: 'nearest' });
      }}
    >
      {find.mark && <StateMark state={find.mark} />}
      <span className="col-start-2">{find.kind === 'person' ? words.retriesBy(find.label) : find.label}</span>
      <span className="text-muted max-sm:col-start-2">
        {find.mark && <span className="sr-only">{words.marks[find.mark]} </span>}
        <bdi>{find.about}</bdi>
      </span>
    </div>
  );
}

type FindListProps = {
  id: string;
  label: string;
  finds: readonly Find[];
  chosen: number | null;
  onOpen: (find: Find) => void;
};

/** The results of a search, in groups; options are named `id-0`, `id-1` … for the field that points at them. */
export function FindList({ id, label, finds, chosen, onOpen }: FindListProps) {
  const numbered = finds.map((find, index) => ({ find, index }));
  return (
    <div id={id} role="listbox" aria-label={label} className="min-h-0 overflow-y-auto pb-1.5 empty:hidden">
      {(['job', 'machine', 'person'] as const).map((kind) => {
        const group = numbered.filter(({ find }) => groupOf[find.kind] === kind);
        if (group.length === 0) return null;
        return (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox
          <div key={kind} role="group" aria-label={words.groups[kind]}>
            <div className="px-4 pt-2.5 pb-1 text-s text-muted" aria-hidden="true">
              {words.groups[kind]}
            </div>
            {group.map(({ find, index }) => (
              <FindOption
                key={find.id}
                find={find}
                id={`${id}-${index}`}
                chosen={index === chosen}
                onOpen={() => onOpen(find)}
              />
            ))}
          </div>
        );
      })}
    </div>
  );
}
