// The words of the details of a contact, in English.

export const details = {
  title: 'Details',
  of: (name: string): string => `Details of ${name}`,
  show: 'Show details',
  hide: 'Hide details',
  close: 'Close details',
  rename: (name: string): string => `Rename ${name}`,
  renamed: (name: string): string => `The contact is called ${name} here now.`,
  session: 'Session',
  noSession: 'none yet',
  renewed: 'Keys renewed',
  renewals: (count: number): string => (count === 0 ? 'not yet' : count === 1 ? 'once' : `${count} times`),
  counters: 'Since then',
  countersFirst: 'Since it began',
  sealedOpened: (sealed: number, opened: number): string => `${sealed} sealed, ${opened} opened`,
  added: 'Added',
  addresses: 'Found at',
  noAddress: 'nowhere now',
  sources: {
    mdns: 'heard in the network',
    manual: 'given by hand',
    remembered: 'worked before',
  },
  connect: 'Try to connect',
  address: 'Address',
} as const;
