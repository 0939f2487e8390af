import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { noticesOf } from '#api/notices-of.ts';
import { useTableFile } from '#api/use-table-file.ts';
import { pages } from '#lib/paths.ts';
import { serverNow } from '#lib/server-clock.ts';
import { listWords } from '#lib/words-lists.ts';
import { taskWords as text } from '#lib/words-tasks.ts';
import { Button } from '#ui/button.tsx';
import { FileButton } from '#ui/file-button.tsx';
import { ListNotices } from '#ui/list-notices.tsx';
import { ListPaging } from '#ui/list-paging.tsx';
import { Empty } from '#ui/notice.tsx';
import { PageTitle } from '#ui/page.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { PrintedPart } from '#ui/printed-part.tsx';
import { useAddress } from '#ui/use-address.ts';
import { usePreferences } from '#ui/use-preferences.ts';
import { taskCsv, tasksQuery } from './queries.ts';
import { areTasksFiltered, readTaskFilter, type TaskFilter, taskRequest } from './task-search.ts';
import { TasksBar } from './tasks-bar.tsx';
import { TasksTable } from './tasks-table.tsx';

function EmptyTasks({ filter, onClear }: { filter: TaskFilter; onClear: () => void }) {
  if (areTasksFiltered(filter))
    return <Empty title={text.emptyFilter} action={<Button onClick={onClear}>{listWords.clear}</Button>} />;
  return <Empty title={text.empty}>{text.emptyHelp}</Empty>;
}

/** `/tasks`: every retry, who requested it and what became of it; the audit and the helpdesk's page. */
export function TasksPage() {
  const [search, go] = useAddress();
  const filter = readTaskFilter(search);
  const question = taskRequest(filter, serverNow());
  const list = useQuery(tasksQuery(question));
  const { data } = list;
  const file = useTableFile('retries', usePreferences().zone, () => taskCsv(question));
  const onFilter = (change: Partial<TaskFilter>) => go(pages.tasks({ ...filter, cursor: '', ...change }));
  const clear = () => onFilter({ state: '', by: '', job: '', since: '' });
  return (
    <>
      <PageTitle>{text.title}</PageTitle>
      <PageHead title={text.title} actions={<FileButton file={file} />}>
        {text.about}
      </PageHead>
      <TasksBar filter={filter} onFilter={onFilter} onClear={clear} />
      <ListNotices text={text} {...noticesOf(list)} />
      {data && <PrintedPart shown={data.tasks.length} older={data.nextCursor !== null} newer={filter.cursor !== ''} />}
      {data?.tasks.length === 0 && <EmptyTasks filter={filter} onClear={clear} />}
      {data && data.tasks.length > 0 && <TasksTable tasks={data.tasks} />}
      {data && (
        <ListPaging
          label={text.more}
          link={Link}
          newest={filter.cursor === '' ? null : pages.tasks({ ...filter, cursor: '' })}
          older={data.nextCursor && pages.tasks({ ...filter, cursor: data.nextCursor })}
        />
      )}
    </>
  );
}
