// A token ready to be passed on: as a code for cameras, as text to copy, as a picture to save. Shown when the identity
// is made, and under My Device ever after.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { words } from '../messages/words.ts';
import { Button } from './button.tsx';
import { QrCode, qrPicture } from './qr-code.tsx';

interface TokenCardProps {
  token: string;
  /** The host can save files. */
  canSave: boolean;
  /** What stands beside the code, above the token's own words. */
  children: ComponentChildren;
}

export function TokenCard({ token, canSave, children }: TokenCardProps) {
  const [said, setSaid] = useState('');

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(token);
      setSaid(words.token.copied);
    } catch {
      setSaid(words.token.copyFailed);
    }
  }

  async function save(): Promise<void> {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await qrPicture(token));
    link.download = words.token.pictureName;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  return (
    <div class="token-card">
      <div class="code-tile">
        <QrCode text={token} label={words.token.code} />
      </div>
      <div class="token-side">
        {children}
        <p class="token-text">{words.token.text}</p>
        <p class="token-said" aria-live="polite">
          {said}
        </p>
        <div class="token-actions">
          <Button icon={said === words.token.copied ? 'check' : 'copy'} onClick={() => void copy()}>
            {words.token.copy}
          </Button>
          {canSave && (
            <Button icon="save" onClick={() => void save()}>
              {words.token.savePicture}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
