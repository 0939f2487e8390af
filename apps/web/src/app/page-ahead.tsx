import { type ComponentType, lazy, useState } from 'react';

type Module = { default: ComponentType };

/** A page in a script of its own that can be fetched ahead of being drawn. */
export type PageAhead = { here: ComponentType | null; Later: ComponentType; fetch: () => Promise<Module> };

export function pageAhead(load: () => Promise<Module>): PageAhead {
  async function fetch(): Promise<Module> {
    const module = await load();
    page.here = module.default;
    return module;
  }
  const page: PageAhead = { here: null, Later: lazy(fetch), fetch };
  return page;
}

/**
 * The page at once where it is here already: `lazy` alone would show the fallback all the same, and after a fallback React
 * shows nothing new for 300 ms.
 */
export function ShowAhead({ page }: { page: PageAhead }) {
  const [Shown] = useState<ComponentType>(() => page.here ?? page.Later);
  return <Shown />;
}
