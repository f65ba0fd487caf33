// The one method of the daemon's own: `subscribe {events?}` says which events this client gets from now on.
import { eventNames, isEventName, LoomError, type EventName } from '@loom/contract';

/**
 * @returns the events named by `events`; all of them where it is left out, none for an empty list.
 * @throws LoomError `bad-arguments`
 */
export function readSubscription(params: object): ReadonlySet<EventName> {
  const unknown = Object.keys(params).find((key) => key !== 'events');
  if (unknown !== undefined) throw bad(`${unknown}: subscribe takes nothing but events`);
  if (!('events' in params)) return new Set(eventNames);
  const { events } = params;
  if (!Array.isArray(events)) throw bad('events: must be a list of event names');
  return new Set(events.map(readEventName));
}

function readEventName(name: unknown): EventName {
  if (typeof name === 'string' && isEventName(name)) return name;
  throw bad(`events: must be of ${eventNames.join(', ')}`);
}

function bad(detail: string): LoomError {
  return new LoomError('bad-arguments', { detail });
}
