import type { JobDetail } from '@retry-desk/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ApiError } from '#api/api-error.ts';
import { noticesOf } from '#api/notices-of.ts';
import { useSession } from '#api/session-context.ts';
import { isolated } from '#lib/isolated.ts';
import { markOfJob } from '#lib/marks.ts';
import { pages } from '#lib/paths.ts';
import { words as catalogue } from '#lib/words.ts';
import { lostWords } from '#lib/words-help.ts';
import { buttonClass } from '#ui/button.tsx';
import { ListNotices } from '#ui/list-notices.tsx';
import { Empty } from '#ui/notice.tsx';
import { PageTitle } from '#ui/page.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { StateMark } from '#ui/state-mark.tsx';
import { useNow } from '#ui/use-now.ts';
import { BigDailyResults } from './big-daily-results.tsx';
import { DurationFigure } from './duration-figure.tsx';
import { JobCauses } from './job-causes.tsx';
import { JobFacts } from './job-facts.tsx';
import { jobQuery } from './queries.ts';
import { RawJob } from './raw-job.tsx';
import { RetryAction, type RetryQuestion } from './retry-action.tsx';
import { RetryList } from './retry-list.tsx';
import { JobRuns } from './run-list.tsx';
import { jobWords as words } from './words.ts';

function NoSuchJob() {
  return (
    <>
      <PageTitle>{words.notFound}</PageTitle>
      <Empty
        title={words.notFound}
        isPage
        mark="unknown"
        action={
          <Link href={pages.board()} className={buttonClass()}>
            {lostWords.toBoard}
          </Link>
        }
      >
        {words.notFoundHelp}
      </Empty>
    </>
  );
}

type ViewProps = { detail: JobDetail; RetryDialog: RetryQuestion };

function JobHead({ detail: { job, description }, RetryDialog }: ViewProps) {
  const about = [
    words.state[job.state],
    catalogue.platform[job.platform],
    job.backupServer ?? words.serverUnknown,
    description,
  ];
  return (
    <PageHead
      title={
        <>
          <StateMark state={markOfJob(job)} size={14} />
          {job.name}
        </>
      }
      actions={<RetryAction job={job} RetryDialog={RetryDialog} />}
    >
      {about.flatMap((part) => (part ? [isolated(part)] : [])).join(' · ')}
    </PageHead>
  );
}

const half = 'min-w-0 px-5 py-3.5';
/** Beside the first, or under it where there is no room. */
const second = 'border-t border-line min-[1001px]:border-t-0 min-[1001px]:border-l';
const head = 'flex h-12 items-center gap-2 border-b border-line px-5 font-heavy';

function JobView({ detail, RetryDialog }: ViewProps) {
  const { role } = useSession();
  const now = useNow(10);
  const { job, runs, retries } = detail;
  return (
    <div>
      <PageTitle>{job.name}</PageTitle>
      <JobHead detail={detail} RetryDialog={RetryDialog} />
      <JobFacts job={job} />
      <JobCauses causes={detail.causes ?? []} autoRetryAt={job.autoRetryAt} />
      <div className="grid border-y border-line min-[1001px]:grid-cols-2">
        <section aria-labelledby="job-days" className={half}>
          <h2 id="job-days" className="mb-5 font-heavy">
            {catalogue.dailyResults.label}
          </h2>
          <BigDailyResults job={job} />
        </section>
        <section aria-labelledby="job-duration" className={`${half} ${second}`}>
          <h2 id="job-duration" className="mb-5 font-heavy">
            {words.duration}
          </h2>
          <DurationFigure runs={runs} now={now} readSince={job.readSince ?? null} />
        </section>
      </div>
      <div className="grid min-[1001px]:grid-cols-[minmax(0,1fr)_348px]">
        <section aria-labelledby="job-runs">
          <h2 id="job-runs" className={head}>
            {words.runs} <span className="font-normal text-muted">{words.runsShown}</span>
          </h2>
          <JobRuns runs={runs} now={now} readSince={job.readSince ?? null} />
        </section>
        <section aria-labelledby="job-retries" className={second}>
          <h2 id="job-retries" className={head}>
            {words.retries}
          </h2>
          <RetryList retries={retries} />
        </section>
      </div>
      {role === 'operator' && <RawJob jobId={job.id} />}
    </div>
  );
}

/** `/jobs/:id`: everything that is known of one job. */
export function JobPage({ id, RetryDialog }: { id: string; RetryDialog: RetryQuestion }) {
  const query = useQuery(jobQuery(id));
  const { data, error } = query;
  if (error instanceof ApiError && (error.code === 'not-found' || error.code === 'bad-request')) return <NoSuchJob />;
  const notices = <ListNotices text={words} {...noticesOf(query)} />;
  if (!data) {
    return (
      <>
        <PageTitle>{words.job}</PageTitle>
        {notices}
      </>
    );
  }
  return (
    <>
      {notices}
      <JobView detail={data} RetryDialog={RetryDialog} />
    </>
  );
}
