import { words } from '#lib/words.ts';

/** Names the page in the tab. */
export function PageTitle({ children }: { children: string }) {
  return <title>{`${children} · ${words.product}`}</title>;
}
