import type { ComponentType, ReactNode } from 'react';
import { listWords } from '#lib/words-lists.ts';
import { buttonClass } from './button.tsx';

type PagingProps = {
  label: string;
  /** The link of the router. */
  link: ComponentType<{ href: string; className: string; children: ReactNode }>;
  /** The address of the first page; null where that is shown. */
  newest: string | null;
  /** That of the next one; null where there is none. */
  older: string | null;
  /** Where the list is in another order than by time. */
  words?: { newest: string; older: string };
};

/** Under a list that comes in parts: the way to its other parts. */
export function ListPaging({ label, link: Link, newest, older, words: text = listWords }: PagingProps) {
  if (newest === null && older === null) return null;
  return (
    <nav aria-label={label} className="flex gap-2 px-5 py-4 print:hidden!">
      {newest !== null && (
        <Link href={newest} className={buttonClass()}>
          {text.newest}
        </Link>
      )}
      {older !== null && (
        <Link href={older} className={buttonClass()}>
          {text.older}
        </Link>
      )}
    </nav>
  );
}
