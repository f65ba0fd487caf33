// What meeting people nearby may cost, and how patient it is (PROTOCOL.md section 10).

const SECOND = 1000;

/**
 * PROTOCOL.md section 10.1: right above the ports of links, so that one rule of a firewall covers both; the system's choice where
 * all are taken. A port that is the same for everybody is nobody's name.
 */
export const pairingPorts: readonly number[] = [
  ...Array.from({ length: 16 }, (_, index) => 47_129 + index),
  0,
];

export const pairingLimits = {
  /** How long a person is visible: long enough to find each other, short enough to be forgotten on. */
  visibleMs: 300 * SECOND,
  /** The third one ends the window: each is one guess for whoever stands in the middle. */
  failedTries: 3,
  /** What one person can overlook, and what a flood of strangers may make us hold. */
  nearby: 16,
  /** Of them from one address: two people may share a machine, nobody needs to be a crowd. */
  nearbyPerAddress: 4,
  /** Announcements that are dialled: more than can become nearby, since some are of no use. */
  approaches: 32,
  /** Addresses of one announcement that are dialled: both families on two cards. */
  hosts: 4,
  /** The side with the larger window id dials at once; the other one after this, where nothing has come. */
  followerWaitMs: 1.5 * SECOND,
  /** Dialled again after this, doubling up to the other. */
  redialFirstMs: 1 * SECOND,
  redialMostMs: 16 * SECOND,
  /** A TCP connection on a local network opens in milliseconds. */
  connectMs: 3 * SECOND,
  /** From the connection to the other side's card. */
  cardMs: 10 * SECOND,
  /** For what devices do by themselves in a comparison. */
  stepMs: 5 * SECOND,
  /** For what people do: read seven symbols to each other, and tap. */
  answerMs: 60 * SECOND,
  /** A second COMMIT on a link that was told BUSY so shortly before is no person's tap. */
  busyMs: 1 * SECOND,
  /** How long a person who began waits for a connection that is not there. */
  reachMs: 10 * SECOND,
} as const;
