import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { useSearch } from 'wouter/use-browser-location';
import { explain } from '#api/explain.ts';
import { useTableFile } from '#api/use-table-file.ts';
import { pages } from '#lib/paths.ts';
import { serverNow } from '#lib/server-clock.ts';
import { words } from '#lib/words.ts';
import { listWords } from '#lib/words-lists.ts';
import { Button, buttonClass } from '#ui/button.tsx';
import { FileButton } from '#ui/file-button.tsx';
import { ListNotices } from '#ui/list-notices.tsx';
import { Empty } from '#ui/notice.tsx';
import { PageHead, PageTitle } from '#ui/page.tsx';
import { PrintedPart } from '#ui/printed-part.tsx';
import { usePreferences } from '#ui/use-preferences.ts';
import { taskCsv, tasksQuery } from './queries.ts';
import { isFiltered, readTaskFilter, type TaskFilter, taskRequest } from './task-search.ts';
import { TasksBar } from './tasks-bar.tsx';
import { TasksTable } from './tasks-table.tsx';

const text = words.tasks;

function EmptyTasks({ filter, onClear }: { filter: TaskFilter; onClear: () => void }) {
  if (isFiltered(filter))
    return <Empty title={text.emptyFilter} action={<Button onClick={onClear}>{listWords.clear}</Button>} />;
  return <Empty title={text.empty}>{text.emptyHelp}</Empty>;
}

function Paging({ filter, nextCursor }: { filter: TaskFilter; nextCursor: string | null }) {
  if (!nextCursor && filter.cursor === '') return null;
  return (
    <nav aria-label={text.more} className="flex gap-2 px-5 py-4 print:hidden!">
      {filter.cursor !== '' && (
        <Link href={pages.tasks({ ...filter, cursor: '' })} className={buttonClass()}>
          {listWords.newest}
        </Link>
      )}
      {nextCursor && (
        <Link href={pages.tasks({ ...filter, cursor: nextCursor })} className={buttonClass()}>
          {listWords.older}
        </Link>
      )}
    </nav>
  );
}

/** `/tasks`: every retry, who requested it and what became of it; the audit and the helpdesk's page. */
export function TasksPage() {
  const [, navigate] = useLocation();
  const filter = readTaskFilter(new URLSearchParams(useSearch()));
  const question = taskRequest(filter, serverNow());
  const { data, error, isFetching, refetch } = useQuery(tasksQuery(question));
  const file = useTableFile('retries', usePreferences().zone, () => taskCsv(question));
  const onFilter = (change: Partial<TaskFilter>) => navigate(pages.tasks({ ...filter, cursor: '', ...change }));
  const clear = () => onFilter({ state: '', by: '', job: '', since: '' });
  const again = (
    <Button pending={isFetching} onClick={() => refetch()}>
      {words.shell.tryAgain}
    </Button>
  );
  return (
    <>
      <PageTitle>{text.title}</PageTitle>
      <PageHead title={text.title} actions={<FileButton file={file} hint={text.csvHint} />}>
        {text.about}
      </PageHead>
      <TasksBar filter={filter} onFilter={onFilter} onClear={clear} />
      <ListNotices text={text} isRead={data !== undefined} problem={error && explain(error).text} again={again} />
      {data && <PrintedPart shown={data.tasks.length} older={data.nextCursor !== null} newer={filter.cursor !== ''} />}
      {data?.tasks.length === 0 && <EmptyTasks filter={filter} onClear={clear} />}
      {data && data.tasks.length > 0 && <TasksTable tasks={data.tasks} />}
      {data && <Paging filter={filter} nextCursor={data.nextCursor} />}
    </>
  );
}
