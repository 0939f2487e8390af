/** The meaning of a state, where its name alone does not give it. */
export const stateNotes = {
  unseen: 'Enterprise Manager has not collected the run yet; Retry Desk keeps checking.',
  startUnknown: 'It is not known whether the job was started; the request was not sent a second time.',
  resultUnknown: 'The run was found, but its result is unknown.',
};
