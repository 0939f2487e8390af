import { Link } from 'wouter';
import { pages } from '#lib/paths.ts';
import { words } from '#lib/words.ts';
import { buttonClass } from './button.tsx';

/** The way on from a page that has nothing to show. */
export function ToBoard() {
  return (
    <Link href={pages.board()} className={buttonClass()}>
      {words.shell.toBoard}
    </Link>
  );
}
