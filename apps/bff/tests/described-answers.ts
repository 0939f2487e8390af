import { refusalsOf, successesOf } from '#http/openapi-answers.ts';
import type { Route } from '#route.ts';

function takes({ path }: Route, asked: string): boolean {
  return new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(asked);
}

/** Throws where a row answered with a status that the description of the interface does not have. */
export function expectDescribed(routes: readonly Route[], method: string, path: string, status: number): void {
  const [asked = ''] = path.split('?');
  const [first, ...others] = routes.filter((row) => row.method === method && takes(row, asked));
  if (first === undefined) return;
  const described = [...successesOf([first, ...others]), ...refusalsOf([first, ...others]).keys()];
  if (!described.includes(status))
    throw new Error(`${method} ${asked} answered ${status}; described are ${described.join(', ')}`);
}
