import { words } from '#lib/words.ts';
import { Empty } from '#ui/notice.tsx';
import { PageTitle } from '#ui/page.tsx';
import { ToBoard } from '#ui/to-board.tsx';

export default function NotFound() {
  return (
    <>
      <PageTitle>{words.shell.notFound}</PageTitle>
      <Empty title={words.shell.notFound} isPage mark="unknown" action={<ToBoard />}>
        {words.shell.notFoundHelp}
      </Empty>
    </>
  );
}
