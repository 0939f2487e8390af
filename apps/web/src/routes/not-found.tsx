import { Link } from 'wouter';
import { pages } from '#lib/paths.ts';
import { lostWords as words } from '#lib/words-help.ts';
import { buttonClass } from '#ui/button.tsx';
import { Empty } from '#ui/notice.tsx';
import { PageTitle } from '#ui/page.tsx';

export default function NotFound() {
  const action = (
    <Link href={pages.board()} className={buttonClass()}>
      {words.toBoard}
    </Link>
  );
  return (
    <>
      <PageTitle>{words.notFound}</PageTitle>
      <Empty title={words.notFound} isPage mark="unknown" action={action}>
        {words.notFoundHelp}
      </Empty>
    </>
  );
}
