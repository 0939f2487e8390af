/** Words of Enterprise Manager, marked as its own. */
export function Quote({ children }: { children: string }) {
  return <q className="quotes-[“,”]">{children}</q>;
}
