/** Texts of the board's help, which comes when it is opened. */
export const helpWords = {
  title: 'Keyboard shortcuts',
  rows: [
    ['/', 'Filter the table'],
    ['j  k', 'Next and previous row'],
    ['x', 'Select the row; Shift-click selects a range'],
    ['r', 'Retry the row, after a confirmation'],
    ['e', 'Show all reasons of the row'],
    ['Ctrl K', 'Find a machine, job or person'],
    ['Ctrl F', 'Filter a long table; press it again for the browser’s own search'],
    ['?', 'Show this help'],
    ['Esc', 'Close, or leave the filter'],
  ] satisfies [string, string][],
};

/** Texts of a page that does not exist. */
export const lostWords = {
  notFound: 'Page not found',
  notFoundHelp: 'The address may be outdated or incomplete.',
  toBoard: 'Go to the board',
};
