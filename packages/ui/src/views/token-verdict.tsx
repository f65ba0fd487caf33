// What the engine thinks of a token that is being entered, and how it is said.
import { useEffect, useState } from 'preact/hooks';
import { tokenPlace, type Fault, type PublicKey } from '@loom/contract';
import { Button } from '../components/button.tsx';
import { Note } from '../components/note.tsx';
import { CallError } from '../host.ts';
import { words } from '../messages/words.ts';
import { sentence } from '../state/threads.ts';
import { useLoom } from './context.ts';

const text = words.add;
const checkDelayMs = 150;

export type Verdict =
  | { readonly is: 'none' }
  | { readonly is: 'genuine'; readonly identityKey: PublicKey }
  | { readonly is: 'faulty'; readonly why: string; readonly wrong: readonly number[] }
  | { readonly is: 'mistyped'; readonly wrong: readonly number[]; readonly typo: Typo };

type Typo = Extract<Fault, { code: 'token-typo' }>;

interface VerdictNoteProps {
  verdict: Verdict;
  onCorrect: (correction: string) => void;
}

export function VerdictNote({ verdict, onCorrect }: VerdictNoteProps) {
  switch (verdict.is) {
    case 'none':
      return null;
    case 'genuine':
      return (
        <Note tone="ok" icon="ring">
          {text.genuine}
        </Note>
      );
    case 'mistyped': {
      const { place, position, found, expected, correction } = verdict.typo;
      const { within } = tokenPlace(position);
      return (
        <Note
          tone="warn"
          icon="warning"
          action={<Button onClick={() => onCorrect(correction)}>{text.correct(expected)}</Button>}
        >
          <b>{text.characterAt(place)}</b>
          {text.typo(within, found, expected)}
        </Note>
      );
    }
    case 'faulty': {
      const [first] = verdict.wrong;
      return (
        <Note tone="bad" icon="warning">
          {first !== undefined && <b>{text.characterAt(tokenPlace(first + 1).name)}</b>}
          {verdict.why}
        </Note>
      );
    }
  }
}

/** Asks the engine what it thinks of the token, a moment after the last change. */
export function useVerdict(token: string): Verdict {
  const { host } = useLoom();
  const [verdict, setVerdict] = useState<Verdict>({ is: 'none' });

  useEffect(() => {
    if (token.trim() === '') {
      setVerdict({ is: 'none' });
      return undefined;
    }
    let current = true;
    const timer = setTimeout(() => {
      host.call('parse_token', { token_str: token }).then(
        (parsed) => current && setVerdict({ is: 'genuine', identityKey: parsed.identity_key }),
        (error: unknown) => current && setVerdict(verdictOn(error)),
      );
    }, checkDelayMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [host, token]);

  return verdict;
}

function verdictOn(error: unknown): Verdict {
  const fault = error instanceof CallError ? error.fault : undefined;
  if (fault?.code === 'token-typo') {
    const first = fault.position - 1;
    return { is: 'mistyped', typo: fault, wrong: Array.from(fault.found, (_, index) => first + index) };
  }
  const wrong = fault?.code === 'token-alphabet' ? [fault.position - 1] : [];
  return { is: 'faulty', why: sentence(error), wrong };
}
