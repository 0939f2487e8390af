import type { Task } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { ApiError } from '#api/api-error.ts';
import { noticesOf } from '#api/notices-of.ts';
import { markOfRetry } from '#lib/marks.ts';
import { pages } from '#lib/paths.ts';
import { taskNote } from '#lib/task-note.ts';
import { words } from '#lib/words.ts';
import { taskWords as text } from '#lib/words-tasks.ts';
import { buttonClass } from '#ui/button.tsx';
import { CopyButton } from '#ui/copy-button.tsx';
import { ListNotices } from '#ui/list-notices.tsx';
import { Empty } from '#ui/notice.tsx';
import { PageTitle } from '#ui/page.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { StateWord } from '#ui/state-word.tsx';
import { CancelTask, ReleaseJob } from './cancel-task.tsx';
import { taskQuery } from './queries.ts';
import { EmFacts, RequestFacts, RunFacts } from './task-facts.tsx';
import { TaskSteps } from './task-steps.tsx';

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="px-5 py-4">
      <h2 className="mb-2.5 font-strong">{title}</h2>
      {children}
    </section>
  );
}

function Head({ task }: { task: Task }) {
  const mark = markOfRetry[task.state];
  const note = taskNote(task);
  const title = (
    <>
      <StateMark state={mark} size={13} />
      <span className="min-w-0">
        <Link href={pages.job(task.jobId)} className="text-text no-underline hover:underline">
          {task.jobName}
        </Link>
      </span>
    </>
  );
  const actions = (
    <>
      <CancelTask task={task} />
      <ReleaseJob task={task} />
      <CopyButton text={location.href} label={text.copyLink} size="normal" />
    </>
  );
  return (
    <PageHead title={title} actions={actions}>
      <span role="status">
        <StateWord state={mark}>{words.states[task.state].title}</StateWord>
      </span>{' '}
      {text.by(task.requestedBy)}
      {note && <p className="mt-1 max-w-prose">{note}</p>}
    </PageHead>
  );
}

/** `/tasks/:id`: the page behind a ticket's link; it stays true for as long as the journal lasts. */
export function TaskPage({ id }: { id: string }) {
  const query = useQuery(taskQuery(id));
  const { data: task, error } = query;
  const notices = <ListNotices text={text.oneNotices} {...noticesOf(query)} />;
  if (!task) {
    const missing = error instanceof ApiError && (error.code === 'not-found' || error.code === 'bad-request');
    const toTasks = (
      <Link href={pages.tasks()} className={buttonClass()}>
        {text.title}
      </Link>
    );
    return (
      <>
        <PageTitle>{text.one}</PageTitle>
        {missing ? (
          <Empty title={text.oneMissing} isPage mark="unknown" action={toTasks}>
            {text.oneMissingHelp}
          </Empty>
        ) : (
          notices
        )}
      </>
    );
  }
  return (
    <>
      <PageTitle>{`${words.states[task.state].title}: ${task.jobName}`}</PageTitle>
      {notices}
      <Head task={task} />
      <div className="divide-y divide-line border-b border-line md:grid md:grid-cols-2 md:divide-x md:divide-y-0">
        <Section title={text.request}>
          <RequestFacts task={task} />
        </Section>
        <div className="divide-y divide-line">
          <Section title={text.run}>
            <RunFacts task={task} />
          </Section>
          <Section title={text.em}>
            <EmFacts task={task} />
          </Section>
        </div>
      </div>
      <section aria-label={text.steps} className="pt-4">
        <h2 className="px-5 pb-2 font-strong">{text.steps}</h2>
        <TaskSteps task={task} />
      </section>
    </>
  );
}
