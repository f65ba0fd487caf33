import { keyHex, LoomError } from '@loom/contract';
import { describe, expect, test } from 'vitest';
import { CommandError } from '../src/failures.ts';
import { matchContact } from '../src/who.ts';
import { contactOf } from './contacts.ts';

const bob = contactOf('Bob', 0xb0);
const bobby = contactOf('Bobby', 0xbb);
const zoe = contactOf('Zoë Ångström', 0x20);
const hex = contactOf('b0010203', 0x77);
const contacts = [bob, bobby, zoe, hex];

describe('A contact is meant by', () => {
  test.each([
    ['its whole name, though another name begins with it', 'Bob', bob],
    ['its whole name in other letters', 'BOB', bob],
    ['the one name that begins so', 'bobb', bobby],
    ['the beginning of a name in other letters', 'zoË å', zoe],
    ['its whole key', keyHex(zoe.public_key), zoe],
    ['eight digits of its key', keyHex(bobby.public_key).slice(0, 8).toUpperCase(), bobby],
    ['a name that looks like another contact’s key', 'b0010203', hex],
  ])('%s', (_, who, meant) => {
    expect(matchContact(contacts, who)).toBe(meant);
  });
});

describe('Nobody is meant by', () => {
  test.each(['Carol', '', 'obby', '200102', 'ff'.repeat(32)])('“%s”', (who) => {
    expect(() => matchContact(contacts, who)).toThrow(new LoomError('unknown-contact', {}));
  });
});

describe('It is not clear who is meant by', () => {
  test.each([
    ['the beginning of two names', 'bo', contacts],
    ['a name that two have', 'Bob', [bob, contactOf('Bob', 0x99)]],
    ['the beginning of two keys', '10010203', [contactOf('One', 0x10), contactOf('Two', 0x10)]],
  ])('%s', (_, who, among) => {
    expect(() => matchContact(among, who)).toThrow(CommandError);
  });

  test('two names, which the sentence gives with their keys and without their control characters', () => {
    const sly = [contactOf('Eve\u001b[2J', 0xe1), contactOf('Eve\u202e', 0xe2)];
    expect(() => matchContact(sly, 'eve')).toThrow(/Eve\ufffd\[2J \(e1010203\), Eve\ufffd \(e2010203\)/);
  });
});
