// A token as a person gave it, or the fault in it as people are told. Knows nothing of whose it is.
import { LoomError, tokenPlace } from '@loom/contract';
import { parseToken, type Token } from '@loom/protocol';

/** @throws LoomError `token-…` */
export function readToken(text: string): Token {
  const parsed = parseToken(text);
  if (parsed.ok) return parsed.value;
  if (parsed.fault.code === 'token-typo') {
    const { code, ...facts } = parsed.fault;
    throw new LoomError(code, { ...facts, place: tokenPlace(facts.position).name });
  }
  const { code, ...facts } = parsed.fault;
  throw new LoomError(code, facts);
}
