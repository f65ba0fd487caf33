// Tokens: as a cloth to read, as one to fill in (with a slip and without), as a code, as a card.
import { useState } from 'preact/hooks';
import { TokenCloth, TokenEntry } from '../components/cloth.tsx';
import { QrCode } from '../components/qr-code.tsx';
import { TokenCard } from '../components/token-card.tsx';
import { formatToken } from '../text/token.ts';
import { Exhibit } from './exhibit.tsx';
import { token } from './samples.ts';

/** Behind the prefix: the fourth of group C3. */
const slip = 87;

export function Tokens() {
  const [entered, setEntered] = useState(formatToken(token));
  return (
    <>
      <Exhibit of="token-card">
        <TokenCard token={token} canSave>
          <h3>Your token</h3>
        </TokenCard>
      </Exhibit>
      <Exhibit of="cloth">
        <TokenCloth token={token} />
      </Exhibit>
      <Exhibit of="cloth, to fill in">
        <label for="gallery-entry">With a slip</label>
        <TokenEntry
          id="gallery-entry"
          value={entered}
          onValue={setEntered}
          wrong={[slip]}
          describedBy="gallery-slip"
        />
        <p id="gallery-slip" class="field-fault">
          Look at group C3.
        </p>
      </Exhibit>
      <Exhibit of="qr-code">
        <div class="code-tile">
          <QrCode text={token} label="A code of no token" />
        </div>
      </Exhibit>
    </>
  );
}
