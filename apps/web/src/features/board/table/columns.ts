/**
 * The columns of the table by the room it has, for its head and every row alike. Below 640 px a row is a card:
 * box, job and action on its first line, the rest under them.
 */
export const columns = [
  'grid items-center grid-cols-[1.75rem_minmax(0,1fr)_auto]',
  '@min-[640px]:grid-cols-[2.75rem_minmax(9rem,23%)_minmax(0,1fr)_3.75rem_7.75rem]',
  '@min-[760px]:grid-cols-[2.75rem_minmax(9rem,23%)_minmax(0,1fr)_3.75rem_6.75rem_7.75rem]',
  '@min-[900px]:grid-cols-[2.75rem_minmax(10rem,23%)_minmax(0,1fr)_3.75rem_11.25rem_6.75rem_7.75rem]',
].join(' ');
