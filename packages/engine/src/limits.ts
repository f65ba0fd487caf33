// What the engine allows others to cost, and how patient it is. Limits of the byte formats live with the protocol.

const SECOND = 1000;
const MINUTE = 60 * SECOND;

export const limits = {
  /** Characters of a name: fits a line of the sidebar at any text size. */
  nameCharacters: 64,
  /** Between two pieces of erasing a deleted contact: as long as a piece takes, so half of the time is everything else’s. */
  erasurePauseMs: 20,
  /** A TCP connection on a local network opens in milliseconds; after this the address is wrong. */
  connectMs: 5 * SECOND,
  /** Between two addresses of one round: a good one answers before the next is troubled (RFC 8305 section 5). */
  dialStaggerMs: 250,
  /** PROTOCOL.md section 2.3: for one handshake message, and from accept to M3. */
  handshakeMessageMs: 5 * SECOND,
  handshakeTotalMs: 10 * SECOND,
  /** PROTOCOL.md section 2.3: connections without a good knock. */
  halfOpenPerAddress: 4,
  halfOpenTotal: 64,
  /** PROTOCOL.md section 2.3: failed handshakes of one address within the window. */
  failedKnocks: 5,
  failedKnocksWindowMs: 10 * SECOND,
  /** Addresses whose failures are remembered: what a /16 of strangers may make us hold. */
  failedKnocksAddresses: 4096,
  /** Handshakes of one contact under way at once: a device has a handful of addresses. */
  answersPerContact: 4,
  /** PROTOCOL.md section 2.3: good knocks of one contact that are answered within the window. Each costs a write to the disk. */
  knocksPerContact: 40,
  knocksPerContactWindowMs: 10 * SECOND,
  /** PROTOCOL.md section 2.4: how long the follower leaves the dial to the leader. */
  followerWaitMs: 2 * SECOND,
  followerJitter: 0.25,
  /** PROTOCOL.md section 2.4: how long a held M1 waits for our own dial. Less than the other side's patience. */
  glarePatienceMs: 1.5 * SECOND,
  /** Redial with full jitter, doubling from the first to the last. */
  backoffFirstMs: SECOND / 2,
  backoffMostMs: MINUTE,
  /** A message that the person writes is a reason to dial now, but not one dial a keystroke. */
  nudgeMs: 5 * SECOND,
  /** How long a person waits for a sighting before "no address" is the answer. */
  sightingPatienceMs: 2 * SECOND,
  /** PROTOCOL.md section 5: PING after this long without a record, give or take the jitter; dead after the other. */
  keepaliveIdleMs: 15 * SECOND,
  keepaliveJitter: 0.2,
  keepaliveDeadMs: 35 * SECOND,
  /** PROTOCOL.md section 4: of the messages that may be sealed on a link without a sign, these are for receipts alone. */
  receiptsReserve: 32,
  /** DATA on one link that the peer has not stored: what it may have to hold before it can say so. */
  dataUnacknowledged: 224,
  /** Sealed messages without a sign before a PING asks for one: early enough that nobody waits for the answer. */
  probeAfter: 128,
  /** PROTOCOL.md section 5.2: typing that goes on is told again after this time, and taken for ended after the other. */
  typingRenewMs: 3 * SECOND,
  typingShownMs: 6 * SECOND,
  /** Between two beginnings of it, sent or taken: a contact can't make the window flicker. */
  typingPauseMs: SECOND,
  /** Arrivals of one link that wait for the disk: an honest peer stops well before (PROTOCOL.md section 4). */
  arrivalsPerLink: 1024,
  /** And their bytes: 256 messages of 64 KiB are all that an honest peer may have under way, with their seals. */
  arrivalBytesPerLink: 17 * 1024 * 1024,
  /** How far above what is contiguous a seq may lie: an honest peer begins at the gap and goes on from there. */
  seqAhead: 1024,
  /** A message's time may lie this far ahead of our clock: more is a broken clock, or meant to break a display. */
  clockAheadMs: 24 * 60 * MINUTE,
  /** Sessions replaced twice within this time: more likely two copies of a profile than two accidents. */
  twoCopiesWithinMs: 24 * 60 * MINUTE,
  /** After a dial that reached nobody the network is asked again who is there, for all contacts together at most this often. */
  requeryMs: 5 * SECOND,
  /** Delivered messages are sent again at most this often to one contact that claims to lack them. */
  resendIntervalMs: MINUTE,
  /** Links agreed anew at once where the one before has mended what was wrong; then the back-off counts. */
  agreeAgain: 2,
  /** PROTOCOL.md section 2.4: after a move, how long a live link may take to show that it still is one. */
  verifyMs: SECOND,
  /** PROTOCOL.md section 2.5: addresses that a peer tells; below this are the system's own services. */
  offerLeastPort: 1024,
  /** Tries without an answer before such an address is forgotten. */
  offerTries: 3,
  /** Between two ADDRESSES of a link that are looked at: a card that comes up settles within a second. */
  offersIntervalMs: SECOND,
  /** For the dial that a peer asks for, between two of them, and for its answer. */
  reachDialMs: 3 * SECOND,
  reachIntervalMs: 10 * SECOND,
  reachAnswerMs: 5 * SECOND,
  /** A search of the network: hosts asked at once, for how long each, of how many cards, for how many contacts, how many of them at once. */
  searchAtOnce: 50,
  searchPatienceMs: SECOND,
  searchCards: 4,
  searchContacts: 20,
  searchKnocksAtOnce: 2,
  /** Of all that opens, so much is knocked at: 32 doors take 8 s a contact. Two profiles a host; with more than four it is no Loom. */
  searchDoors: 32,
  searchDoorsPerHost: 2,
  searchDoorsOfLoom: 4,
  /** Tags of ours in another one's beacon that make it a copy of us: one alone may be chance (252 of 252 in 2^32). */
  tagsOfCopy: 2,
  /** Of the Looms heard and the contacts connected, how many the doctor tries and asks. */
  doctorDoors: 16,
  doctorAsks: 3,
  /** Addresses of one Loom that the doctor tries: one of each family, and one more. */
  doctorHosts: 3,
  /** How often the machine is looked at where no discovery does it, and how late that must come to mean sleep. */
  movesTickMs: 2 * SECOND,
  wakeMs: 5 * SECOND,
  /** Links of one contact at once: the one in use, and one that the leader is about to close. */
  linksPerContact: 2,
  /** Messages that may wait for one contact: a year of a talkative person, and no more than a disk can bear. */
  waitingPerContact: 10_000,
  /** Of one transaction: more would keep everybody else waiting for the disk. */
  batchMessages: 64,
  batchBytes: 1024 * 1024,
  /** PROTOCOL.md section 6: epochs other than ours and its neighbours, whose tags may be computed within the window. */
  foreignEpochs: 4,
  foreignEpochsWindowMs: MINUTE,
  /** Epochs whose expected tags are kept: ours, its neighbours, and the foreign ones. */
  expectedEpochs: 8,
} as const;
