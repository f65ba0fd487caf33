// What the window says of its glass and motion by itself, in English.
export const effects = {
  slow: 'Drawing is slow here, so there is less glass and motion now. You can choose in Settings, Appearance.',
};
