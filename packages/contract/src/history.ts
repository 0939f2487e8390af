/** So many days of runs are shown. */
export const historyDays = 30;

/** So many are stored, and read: days of any time zone begin and end in those of UTC, which are one more. */
export const storedDays = historyDays + 1;
