import { TaskPage } from '#features/tasks/task-page.tsx';

/** Another id is another page: nothing of the last one stays. */
export default function Route({ id }: { id: string }) {
  return <TaskPage key={id} id={id} />;
}
