import { JobPage } from '#features/job/job-page.tsx';
import { laterDialog } from '#ui/later.tsx';

const RetryDialog = laterDialog(async () => ({
  default: (await import('#features/board/retry/job-retry-dialog.tsx')).JobRetryDialog,
}));

/** A job, with the question the board lends it. Another id is another page: nothing of the last one stays. */
export default function Route({ id }: { id: string }) {
  return <JobPage key={id} id={id} RetryDialog={RetryDialog} />;
}
