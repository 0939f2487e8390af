/** So many days of runs are shown. */
export const historyDays = 30;

/** So many are kept, and asked for: days of any time zone begin and end in those of UTC, which are one more. */
export const keptDays = historyDays + 1;
