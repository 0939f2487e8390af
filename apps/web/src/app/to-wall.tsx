import { useEffect } from 'react';
import { base } from '#lib/base.ts';
import { pages } from '#lib/paths.ts';

/** The wall is a page of its own, with scripts of its own: a person led there leaves the app. */
export function ToWall(): null {
  // Follows the address of the window.
  useEffect(() => location.replace(base + pages.wall()), []);
  return null;
}
