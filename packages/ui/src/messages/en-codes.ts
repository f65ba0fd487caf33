// What the window says of codes that it reads: from a camera, or from a picture.

export const enCodes = {
  ways: 'How the token comes here',
  type: 'Paste or type',
  camera: 'Camera',
  picture: 'Picture of a code',

  cameraLead:
    'Let the camera see the code on their screen, under My Device. What it sees is looked at here and kept nowhere.',
  turnOn: 'Turn on the camera',
  turnOff: 'Turn off',
  another: 'Use another camera',
  asking: 'Waiting for the camera…',
  video: 'What the camera sees',
  aim: 'Hold the code into the frame.',
  hidden: 'The camera was turned off because this window was out of sight.',
  gone: 'The camera was taken away. Connect it again, and turn it on.',
  faults: {
    refused:
      'The camera was refused. Allow it for this page in the address bar, or for Loom in the settings of the system, and turn it on again. A picture of the code does as well.',
    none: 'There is no camera on this device. Connect one, or use a picture of the code.',
    busy: 'The camera gives no picture; another program may be using it. End that, and turn it on again.',
    unavailable:
      'This window may not use a camera. Open Loom’s window on this device itself, or use a picture of the code.',
  },

  pictureLead:
    'Drop a picture of the code here, paste it, or choose its file. A screenshot or a photo will do.',
  choose: 'Choose picture',
  drop: 'Let go to read the code',
  looking: 'Looking for a code…',
  pictureFaults: {
    'not-a-picture': 'That is no picture that can be read here. Use a PNG, JPEG or WebP.',
    'too-large': 'That picture is too large (24 MB or 64 million pixels at most). Cut it to the code.',
    'no-code':
      'No code could be read in that picture. Take it straight from the front, sharp, with the whole code and the white around it.',
  },

  isSafetyNumber:
    'That is the code of a safety number, not of a token. Over there, open My Device; that code is the right one.',
  isOther: 'That code holds no token of Loom. Theirs is under My Device.',

  compareLead: (name: string): string =>
    `Let the camera see the code on the screen of ${name}, in the same view as this one.`,
  same: (name: string): string =>
    `The same: the code on the screen of ${name} holds this very number, so nobody sits between you.`,
  different: (name: string): string =>
    `Different: that code holds another number. See that ${name} has opened the safety number with you, and not with somebody else. If so, somebody may sit between you: write nothing secret, and exchange your tokens anew in person.`,
  isToken: 'That is the code of a token. Over there, open the safety number with you.',
  isNoNumber: 'That code holds no safety number. Over there, open the safety number with you.',
} as const;
