import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  errorText,
  eventText,
  LoomError,
  readReply,
  readRequest,
  requestText,
  resultText,
} from '../src/index.ts';
import type { FaultCode, RpcId } from '../src/index.ts';

const id = fc.oneof(fc.constant(null), fc.integer(), fc.string({ unit: 'binary' }));
const text = (members: object): string => JSON.stringify({ jsonrpc: '2.0', ...members });
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('A request', () => {
  test('is read as it was written', () => {
    const someParams = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue());
    fc.assert(
      fc.property(id, fc.string({ unit: 'binary' }), someParams, (asked, method, given) => {
        const written = requestText(asked, method, given);
        const params: unknown = JSON.parse(JSON.stringify(given));
        expect(written).not.toContain('\n');
        expect(readRequest(written)).toEqual({ ok: true, request: { id: asked, method, params } });
      }),
    );
  });

  test('may have no parameters, and no id where no answer is wanted', () => {
    const request = { id: undefined, method: 'has_identity', params: {} };
    expect(readRequest(text({ method: 'has_identity' }))).toEqual({ ok: true, request });
  });

  test.each<[what: string, sent: string, id: RpcId | undefined, code: number, fault: FaultCode]>([
    ['what is not JSON', '{"jsonrpc":', null, -32700, 'bad-request'],
    ['nothing', '', null, -32700, 'bad-request'],
    ['a batch', '[{"jsonrpc":"2.0","id":1,"method":"has_identity"}]', null, -32600, 'bad-request'],
    ['a bare value', '7', null, -32600, 'bad-request'],
    ['null', 'null', null, -32600, 'bad-request'],
    ['another version', '{"jsonrpc":"1.0","id":1,"method":"has_identity"}', 1, -32600, 'bad-request'],
    ['another version of no id', '{"method":"has_identity"}', null, -32600, 'bad-request'],
    ['a missing method', text({ id: 1 }), 1, -32600, 'bad-request'],
    ['a method that is no text', text({ id: 'a', method: 1 }), 'a', -32600, 'bad-request'],
    ['an id that is none', text({ id: {}, method: 'has_identity' }), null, -32600, 'bad-request'],
    ['positional parameters', text({ id: 1, method: 'mark_read', params: [1] }), 1, -32602, 'bad-arguments'],
    ['parameters of null', text({ id: 1, method: 'mark_read', params: null }), 1, -32602, 'bad-arguments'],
    ['a notification', text({ method: 'mark_read', params: [] }), undefined, -32602, 'bad-arguments'],
    [
      'half a surrogate pair',
      '{"jsonrpc":"2.0","id":1,"method":"set_display_name","params":{"name":"\\ud800"}}',
      1,
      -32000,
      'message-not-unicode',
    ],
    [
      'half a surrogate pair in the id, which is not sent back',
      '{"jsonrpc":"2.0","id":"\\ud800","method":"has_identity"}',
      null,
      -32000,
      'message-not-unicode',
    ],
  ])('is refused where it is %s', (_, sent, answerTo, code, fault) => {
    expect(readRequest(sent)).toMatchObject({
      ok: false,
      refusal: { id: answerTo, code, error: { code: fault } },
    });
  });

  test('may be nested as deep as it likes', () => {
    const sent = `{"jsonrpc":"2.0","id":1,"method":"has_identity","params":{"x":${nested(100_000)}}}`;
    expect(readRequest(sent).ok).toBe(true);
  });

  test('is never read with an exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (sent) => void readRequest(sent)),
    );
  });
});

describe('A reply', () => {
  test('with a result is read as it was written', () => {
    fc.assert(
      fc.property(id, fc.jsonValue(), (asked, value) => {
        const written = resultText(asked, value);
        const result: unknown = (JSON.parse(written) as { result: unknown }).result;
        expect(readReply(written)).toEqual({ kind: 'result', id: asked, result });
      }),
    );
  });

  test.each<[error: LoomError, code: number]>([
    [new LoomError('no-identity', {}), -32000],
    [new LoomError('message-too-long', { bytes: 5, limit: 4 }), -32000],
    [new LoomError('unknown-command', { command: 'fly' }), -32601],
    [new LoomError('bad-arguments', { detail: 'ip: wrong' }), -32602],
    [new LoomError('internal', { detail: 'TypeError' }), -32603],
  ])('with an error becomes that error again: %s', (error, code) => {
    const written = errorText(1, error);
    expect(JSON.parse(written)).toEqual({
      jsonrpc: '2.0',
      id: 1,
      error: { code, message: error.message, data: { code: error.code, ...error.facts } },
    });
    const reply = readReply(written);
    expect(reply).toEqual({ kind: 'error', id: 1, error });
    expect(reply).toMatchObject({ error: { code: error.code, facts: error.facts } });
  });

  test('to a refused request has the refusal’s number', () => {
    const error = new LoomError('bad-request', { detail: 'a detail' });
    expect(JSON.parse(errorText(null, error, -32700))).toMatchObject({ id: null, error: { code: -32700 } });
  });

  test.each([
    { code: -32000, message: 'A sentence.', data: { code: 'a-code-of-tomorrow', port: 5 } },
    { code: -32000, message: 'A sentence.', data: { code: 'constructor' } },
    { code: -32700, message: 'A sentence.' },
  ])('with an error that this side does not know keeps the sentence: %j', (error) => {
    const expected = new LoomError('internal', { detail: 'A sentence.' });
    expect(readReply(text({ id: 1, error }))).toEqual({ kind: 'error', id: 1, error: expected });
  });

  test('may be an event', () => {
    const event = {
      event: 'log',
      payload: { number: 1, at: 1_700_000_000_000, level: 'info', message: 'zwei\nZeilen' },
    } as const;
    const written = eventText(event);
    expect(JSON.parse(written)).toEqual({ jsonrpc: '2.0', method: 'event', params: event });
    expect(written).not.toContain('\n');
    expect(readReply(written)).toEqual({ kind: 'event', ...event });
  });

  test.each([
    ['nonsense'],
    ['[]'],
    ['null'],
    [text({})],
    [text({ id: {}, result: true })],
    [text({ method: 'event', params: {} })],
    [text({ method: 'another', params: { event: 'log' } })],
  ])('is not %s', (sent) => {
    expect(readReply(sent)).toBeUndefined();
  });
});
