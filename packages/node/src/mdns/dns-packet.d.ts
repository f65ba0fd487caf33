// The part of dns-packet that is used here; it ships no types. What was decoded is unknown on purpose: a stranger wrote it.

declare module 'dns-packet' {
  interface Question {
    name: string;
    type: string;
  }

  interface Answer {
    name: string;
    type: string;
    ttl: number;
    flush: boolean;
    data: unknown;
  }

  interface Packet {
    type: 'query' | 'response';
    flags?: number;
    questions?: Question[];
    answers?: Answer[];
    authorities?: Answer[];
  }

  interface DecodedAnswer {
    name: string;
    type: string;
    class?: string;
    ttl?: number;
    flush?: boolean;
    data?: unknown;
  }

  interface DecodedPacket {
    type: 'query' | 'response';
    flag_tc: boolean;
    questions: Question[];
    answers: DecodedAnswer[];
    authorities: DecodedAnswer[];
    additionals: DecodedAnswer[];
  }

  export const AUTHORITATIVE_ANSWER: number;
  export const TRUNCATED_RESPONSE: number;
  export function encode(packet: Packet): Buffer;
  /** @throws on most malformed input, in many ways. */
  export const decode: {
    (bytes: Buffer): DecodedPacket;
    /** How far the last call read; past the end, or NaN, where the packet was cut short and nothing was thrown. */
    readonly bytes: number;
  };
}
