import { Favicon } from './favicon.ts';
import { Notifier } from './notifier.tsx';

/** The icon of the tab, and notifications: seen while another page or tab is open. */
export function Tab() {
  return (
    <>
      <Favicon />
      <Notifier />
    </>
  );
}
