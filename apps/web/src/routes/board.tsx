import { BoardPage } from '#features/board/board-page.tsx';
import { laterPage } from '#ui/later.tsx';

const CancelTask = laterPage(async () => ({ default: (await import('#features/tasks/cancel-task.tsx')).CancelTask }));

/** The board, with what the tasks feature lends to its cards. */
export default function Board() {
  return <BoardPage CancelTask={CancelTask} />;
}
