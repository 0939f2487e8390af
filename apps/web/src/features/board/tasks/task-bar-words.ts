/** Texts of the bar at the foot of a screen that has no room for the cards. */
export const taskBarWords = {
  label: 'Retries in progress',
  backingUp: (count: number, percent: number | null) =>
    `${count} backing up${percent === null ? '' : ` ${Math.round(percent)} %`}`,
  waiting: (count: number) => `${count} waiting`,
  person: (count: number) => `${count} ${count === 1 ? 'needs' : 'need'} attention`,
  ended: (count: number) => `${count} finished`,
  noLongerKnown: (count: number) => `${count} no longer known`,
  open: 'Show',
  close: 'Hide',
};
