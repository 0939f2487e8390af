import { Link } from 'wouter';
import { pages } from '#lib/paths.ts';
import { words } from '#lib/words.ts';
import { buttonClass } from '#ui/button.tsx';
import { Empty } from '#ui/notice.tsx';
import { PageTitle } from '#ui/page.tsx';

export default function NotFound() {
  const action = (
    <Link href={pages.board()} className={buttonClass()}>
      {words.shell.toBoard}
    </Link>
  );
  return (
    <>
      <PageTitle>{words.shell.notFound}</PageTitle>
      <Empty title={words.shell.notFound} isPage mark="unknown" action={action}>
        {words.shell.notFoundHelp}
      </Empty>
    </>
  );
}
