/** Texts of the notifications of this browser. */
export const browserWords = {
  title: 'In this browser',
  help: 'Shown by this browser, and remembered for it, only while Retry Desk is open in a tab, be it a hidden one, and you are signed in there. Nothing is shown while no tab is open: channels are for that.',
  kinds: { retries: 'A retry of mine has ended', causes: 'Jobs have failed for a new cause' },
  on: 'Notifications are on',
  asking: 'The browser asks whether it may show notifications …',
  off: {
    unsupported:
      'This browser shows no notifications for this page. Open Retry Desk by https in a desktop browser to have them.',
    denied:
      'Notifications of this site are blocked in this browser. Allow them in its settings for this site (beside the address), then switch them on here.',
  },
};
