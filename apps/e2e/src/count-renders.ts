import type { Page } from '@playwright/test';

/** The members we use of a fiber, React's own record of a component; the same members that its developer tools read. */
type Fiber = {
  alternate: Fiber | null;
  child: Fiber | null;
  sibling: Fiber | null;
  flags: number;
  memoizedProps: { job?: { name?: string }; place?: number } | null;
};
type Counting = { renders: Map<string, number>; __REACT_DEVTOOLS_GLOBAL_HOOK__: unknown };

/** From the next page on, counts how often the row of each job is rendered, as React reports its developer tools. */
export async function countRenders(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const PERFORMED_WORK = 1;
    const renders = new Map<string, number>();
    function visit(fiber: Fiber): void {
      const { alternate, memoizedProps } = fiber;
      const name = memoizedProps?.place === undefined ? undefined : memoizedProps.job?.name;
      const rendered = alternate === null || (fiber.flags & PERFORMED_WORK) !== 0;
      if (name !== undefined && rendered) renders.set(name, (renders.get(name) ?? 0) + 1);
      // Where the children are the same objects nothing below has been rendered.
      if (alternate !== null && alternate.child === fiber.child) return;
      for (let child = fiber.child; child !== null; child = child.sibling) visit(child);
    }
    // A page's globals are typed without what we and React add to them: it has both from here on.
    const page = globalThis as unknown as Counting;
    page.renders = renders;
    page.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
      supportsFiber: true,
      inject: () => 1,
      onCommitFiberRoot: (_renderer: number, root: { current: Fiber }) => visit(root.current),
      onCommitFiberUnmount() {},
      onPostCommitFiberRoot() {},
    };
  });
}

/** Rows that have been rendered since the last call, by the name of their job. */
export async function takeRenders(page: Page): Promise<Record<string, number>> {
  return page.evaluate(() => {
    // A page's globals are typed without what countRenders has added to them.
    const { renders } = globalThis as unknown as Counting;
    const taken = Object.fromEntries(renders);
    renders.clear();
    return taken;
  });
}
