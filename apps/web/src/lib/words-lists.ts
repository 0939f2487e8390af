/** Texts that the pages with a filtered list in parts share: tasks and audit. */
export const listWords = {
  filters: 'Filters',
  person: 'Person',
  since: 'Since',
  spans: { '': 'any time', hour: 'last hour', day: 'last 24 hours', week: 'last 7 days', month: 'last 30 days' },
  clear: 'Clear filters',
  older: 'Older',
  newest: 'Newest',
};
