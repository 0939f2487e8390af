import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { useSearch } from 'wouter/use-browser-location';
import { explain } from '#api/explain.ts';
import { pages } from '#lib/paths.ts';
import { serverNow } from '#lib/server-clock.ts';
import { words } from '#lib/words.ts';
import { Button, buttonClass } from '#ui/button.tsx';
import { Empty, ErrorNotice, Loading, StaleNotice } from '#ui/notice.tsx';
import { PageHead, PageTitle } from '#ui/page.tsx';
import { PrintedPart } from '#ui/printed-part.tsx';
import { CsvButton } from './csv-button.tsx';
import { tasksQuery } from './queries.ts';
import { isFiltered, readTaskFilter, type TaskFilter, taskQuestion } from './task-search.ts';
import { TasksBar } from './tasks-bar.tsx';
import { TasksTable } from './tasks-table.tsx';

const text = words.tasks;

function EmptyTasks({ filter, onClear }: { filter: TaskFilter; onClear: () => void }) {
  if (isFiltered(filter))
    return <Empty title={text.emptyFilter} action={<Button onClick={onClear}>{text.filters.clear}</Button>} />;
  return <Empty title={text.empty}>{text.emptyHelp}</Empty>;
}

function Paging({ filter, nextCursor }: { filter: TaskFilter; nextCursor: string | null }) {
  if (!nextCursor && filter.cursor === '') return null;
  return (
    <nav aria-label={text.more} className="flex gap-2 px-5 py-4 print:hidden!">
      {filter.cursor !== '' && (
        <Link href={pages.tasks({ ...filter, cursor: '' })} className={buttonClass()}>
          {text.newest}
        </Link>
      )}
      {nextCursor && (
        <Link href={pages.tasks({ ...filter, cursor: nextCursor })} className={buttonClass()}>
          {text.older}
        </Link>
      )}
    </nav>
  );
}

/** `/tasks`: every retry, who asked for it and what became of it; the audit and the helpdesk's page. */
export function TasksPage() {
  const [, navigate] = useLocation();
  const filter = readTaskFilter(new URLSearchParams(useSearch()));
  const question = taskQuestion(filter, serverNow());
  const { data, error, isFetching, refetch } = useQuery(tasksQuery(question));
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
      <PageHead title={text.title} actions={<CsvButton question={question} />}>
        {text.about}
      </PageHead>
      <TasksBar filter={filter} onFilter={onFilter} />
      {error && data && (
        <StaleNotice title={text.notLatest} action={again}>
          {explain(error).text}
        </StaleNotice>
      )}
      {error && !data && (
        <ErrorNotice title={text.unreadable} action={again}>
          {explain(error).text}
        </ErrorNotice>
      )}
      {!error && !data && <Loading>{text.loading}</Loading>}
      {data && <PrintedPart shown={data.tasks.length} older={data.nextCursor !== null} newer={filter.cursor !== ''} />}
      {data?.tasks.length === 0 && <EmptyTasks filter={filter} onClear={clear} />}
      {data && data.tasks.length > 0 && <TasksTable tasks={data.tasks} />}
      {data && <Paging filter={filter} nextCursor={data.nextCursor} />}
    </>
  );
}
