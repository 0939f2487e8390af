import { laterPage } from '#ui/later.tsx';

/** The page most people open: it is fetched ahead, before anything asks for it. */
export const BoardRoute = laterPage(() => import('#routes/board.tsx'));
