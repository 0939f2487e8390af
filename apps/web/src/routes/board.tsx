import { BoardPage } from '#features/board/board-page.tsx';
import { laterPage } from '#ui/later.tsx';

const EndTask = laterPage(async () => ({ default: (await import('#features/tasks/end-task.tsx')).EndTask }));

/** The board, with what the tasks feature lends to its cards. */
export default function Board() {
  return <BoardPage EndTask={EndTask} />;
}
