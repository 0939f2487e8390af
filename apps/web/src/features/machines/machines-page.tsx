import type { MachineList } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { noticesOf } from '#api/notices-of.ts';
import { pages } from '#lib/paths.ts';
import { words as catalogue } from '#lib/words.ts';
import { Chip } from '#ui/chip.tsx';
import { Field } from '#ui/field.tsx';
import { ListNotices } from '#ui/list-notices.tsx';
import { Empty } from '#ui/notice.tsx';
import { PageTitle } from '#ui/page.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { useAddress } from '#ui/use-address.ts';
import { ageWords } from './age-words.ts';
import { FailedMachines } from './failed-machines.tsx';
import { MachineAges } from './machine-ages.tsx';
import { MachineView } from './machine-view.tsx';
import { isSearchable, machinesQuery } from './queries.ts';
import { useDebounced } from './use-debounced.ts';
import { machineWords as words } from './words.ts';

function foundText({ machines: { length }, count = length }: MachineList): string {
  return count > length ? words.foundFirst(length, count) : words.found(length);
}

function Found({ text }: { text: string }) {
  const query = useQuery(machinesQuery(text, 'true'));
  const { data } = query;
  const notices = <ListNotices text={words.notices} {...noticesOf(query)} />;
  if (!data) return notices;
  return (
    <>
      {notices}
      {data.machines.length === 0 ? (
        <Empty title={words.nothing(text)}>{data.unread ? words.nothingYet(data.unread) : words.nothingHelp}</Empty>
      ) : (
        <p className="px-5 pb-3.5 text-muted" role="status">
          {foundText(data)}
        </p>
      )}
      {data.machines.map((machine) => (
        <MachineView key={machine.machine} machine={machine} />
      ))}
    </>
  );
}

/** The page before anybody searches: one of two lists, by the address. */
function Lists({ isByAge }: { isByAge: boolean }) {
  const [, go] = useAddress();
  return (
    <>
      <fieldset className="m-0 flex flex-wrap gap-2 border-0 px-5 pb-4">
        <legend className="sr-only">{ageWords.views}</legend>
        <Chip pressed={!isByAge} onClick={() => go(pages.machines())}>
          {ageWords.failedNow}
        </Chip>
        <Chip pressed={isByAge} onClick={() => go(pages.machinesByAge())}>
          {ageWords.byAge}
        </Chip>
      </fieldset>
      {isByAge ? <MachineAges /> : <FailedMachines />}
    </>
  );
}

/** `/machines?q=`: the last results of a machine across jobs; before anybody searches, lists of machines. */
export function MachinesPage() {
  const [search, go] = useAddress();
  const text = search.get('q') ?? '';
  const searched = useDebounced(text.trim());
  return (
    <>
      <PageTitle>{catalogue.shell.machines}</PageTitle>
      <PageHead title={catalogue.shell.machines}>{words.start}</PageHead>
      <search className="block w-[min(480px,100%)] px-5 py-4">
        <Field
          label={words.label}
          type="search"
          value={text}
          placeholder={words.placeholder}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => go(pages.machines(target.value), { replace: true })}
        />
      </search>
      {isSearchable(searched) ? <Found text={searched} /> : <Lists isByAge={search.get('view') === 'age'} />}
    </>
  );
}
