import { laterPage } from '#ui/later.tsx';

/** The page most people open: it is fetched ahead, before anything requests it. */
export const BoardRoute = laterPage(() => import('#routes/board.tsx'));
