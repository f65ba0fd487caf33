// What is told outside the window, and the settings of it, in English.

export const notifications = {
  lead: 'A message that comes while this window is not looked at, or another conversation is open, can be told of by the system. What is written is never shown.',
  choice: 'Tell of new messages',
  off: 'Not at all',
  withoutName: 'Without the name',
  withName: 'With the name',
  unasked:
    'This browser has not been asked yet whether Loom’s page may show notifications. It asks anew when Loom is started again.',
  ask: 'Allow notifications',
  refused:
    'This browser refuses notifications of Loom’s page, so it shows none. Allow them in the settings of the page, by the sign beside its address.',
  granted: 'They are shown as your system shows any.',
  app: 'Loom',
  message: 'New message',
};
