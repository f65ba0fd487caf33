// A person's text, with web addresses as links that first show where they lead.
import { useMemo, useState } from 'preact/hooks';
import { Button } from '../components/button.tsx';
import { Note } from '../components/note.tsx';
import { Sheet } from '../components/sheet.tsx';
import { words } from '../messages/words.ts';
import { beginningOf, linkDoubts, linkPieces } from '../text/links.ts';
import { useLoom } from './context.ts';

const text = words.link;

interface LinkedTextProps {
  /** Neutralised. */
  content: string;
  /** How many UTF-16 units of it are shown; all where undefined. */
  until?: number | undefined;
}

export function LinkedText({ content, until }: LinkedTextProps) {
  const { asked } = useLoom();
  const pieces = useMemo(() => {
    const all = linkPieces(content);
    return until === undefined ? all : beginningOf(all, until);
  }, [content, until]);
  const ask = (event: MouseEvent, url: URL): void => {
    event.preventDefault();
    asked.value = { kind: 'link', url };
  };
  return (
    <>
      {pieces.map(({ text: shown, url }, index) =>
        url === undefined ? (
          shown
        ) : (
          <a
            key={index}
            href={url.href}
            rel="noopener noreferrer"
            target="_blank"
            onClick={(event) => ask(event, url)}
            // The middle button opens a link as well; the right one is the menu's.
            onAuxClick={(event) => {
              if (event.button === 1) ask(event, url);
            }}
          >
            {shown}
          </a>
        ),
      )}
    </>
  );
}

export function WhereItLeads({ url, onClose }: { url: URL; onClose: () => void }) {
  const { host } = useLoom();
  const [copied, setCopied] = useState<string>();
  const doubts = linkDoubts(url);
  const warnings = [
    doubts.userInfo && text.userInfo,
    doubts.foreignLetters && text.foreignLetters,
    doubts.unencrypted && text.unencrypted,
  ].filter((warning) => warning !== false);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(url.href);
      setCopied(text.copied);
    } catch {
      setCopied(text.copyFailed);
    }
  }

  return (
    <Sheet title={text.title} size="small" onClose={onClose}>
      {(close) => (
        <>
          <p class="link-host">{url.host}</p>
          <p class="link-whole">{url.href}</p>
          {warnings.map((warning) => (
            <Note key={warning} tone="warn" icon="warning">
              {warning}
            </Note>
          ))}
          <p class="sheet-text" aria-live="polite">
            {copied ?? text.outside}
          </p>
          <footer class="sheet-foot">
            <Button onClick={close}>{text.cancel}</Button>
            <Button icon="copy" onClick={() => void copy()}>
              {text.copy}
            </Button>
            {host.can.openLinks && (
              <Button
                look="primary"
                onClick={() => {
                  window.open(url.href, '_blank', 'noopener,noreferrer');
                  close();
                }}
              >
                {text.open}
              </Button>
            )}
          </footer>
        </>
      )}
    </Sheet>
  );
}
