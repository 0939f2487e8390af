/** Paths of pages, each spelled here and nowhere else; `:id` stands for one part, as routers have it. */
export const board = '/';
export const job = '/jobs/:id';
export const tasks = '/tasks';
export const task = '/tasks/:id';
export const machines = '/machines';
export const shift = '/shift';
export const wall = '/wall';
/** The target of a wall link: a page of the server that asks before it opens the wall. */
export const openWall = '/wall/{token}';
export const settings = '/settings';
export const audit = '/audit';
export const about = '/about';
export const signIn = '/sign-in';
