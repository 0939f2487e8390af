import { BoardPage } from '#features/board/board-page.tsx';
import { EndTask } from '#features/tasks/end-task.tsx';

/** The board, with what the tasks feature lends to its cards. */
export default function Board() {
  return <BoardPage EndTask={EndTask} />;
}
