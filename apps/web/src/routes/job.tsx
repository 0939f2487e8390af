import { JobPage } from '#features/job/job-page.tsx';

/** Another id is another page: nothing of the last one stays. */
export default function Route({ id }: { id: string }) {
  return <JobPage key={id} id={id} />;
}
