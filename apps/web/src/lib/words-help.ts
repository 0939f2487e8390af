/** Texts of the board's help, which comes when it is opened. */
export const helpWords = {
  title: 'Keyboard',
  rows: [
    ['/', 'Filter the table'],
    ['j  k', 'Next and previous row'],
    ['x', 'Tick the row; Shift and a click tick a range'],
    ['r', 'Retry the row (asks first)'],
    ['e', 'All reasons of the row'],
    ['Ctrl K', 'Find a machine, job or person'],
    ['Ctrl F', 'Filter a long table; once more: what the browser finds of the rows in sight'],
    ['?', 'This help'],
    ['Esc', 'Close, or leave the filter'],
  ] satisfies [string, string][],
};

/** Texts for who has lost the way. */
export const lostWords = {
  notFound: 'There is no such page',
  notFoundHelp: 'The address may be old or cut off.',
  toBoard: 'Go to the board',
};
