// What tells something: states of links, messages and people, swatches, symbols, the mark, badges.
import { DeliveryGlyph, LinkGlyph, PresenceDot, WaveGlyph } from '../components/glyphs.tsx';
import { Keys } from '../components/keys.tsx';
import { LoomPicture } from '../components/loom-picture.tsx';
import { Mark } from '../components/mark.tsx';
import { Swatch } from '../components/swatch.tsx';
import { SymbolTile } from '../components/symbol-tile.tsx';
import { Exhibit, Specimen } from './exhibit.tsx';
import { keys, people } from './samples.ts';

const links = ['secured', 'connecting', 'offline', 'new', 'unknown', 'refused'] as const;
const deliveries = ['waiting', 'sent', 'delivered', 'read', 'failed'] as const;
const presences = ['secured', 'connecting', 'offline'] as const;
const symbols = [
  ['🦊', 'Fox'],
  ['🐳', 'Whale'],
  ['🌙', 'Moon'],
] as const;

export function Told() {
  return (
    <>
      <Exhibit of="glyphs">
        <div class="specimen-row">
          {links.map((state) => (
            <Specimen key={state} state={state}>
              <LinkGlyph state={state} />
            </Specimen>
          ))}
        </div>
        <div class="specimen-row">
          {deliveries.map((state) => (
            <Specimen key={state} state={state}>
              <DeliveryGlyph state={state} />
            </Specimen>
          ))}
        </div>
        <div class="specimen-row">
          {presences.map((state) => (
            <Specimen key={state} state={state}>
              <span class="presence-alone">
                <PresenceDot state={state} />
              </span>
            </Specimen>
          ))}
        </div>
        <div class="specimen-row">
          <Specimen state="writing">
            <WaveGlyph />
          </Specimen>
        </div>
      </Exhibit>
      <Exhibit of="swatch">
        {keys.map((key, index) => (
          <Specimen key={index} state={people[index] ?? ''}>
            <Swatch
              identityKey={key}
              name={people[index] ?? ''}
              size={44}
              presence={presences[index % presences.length]}
            />
          </Specimen>
        ))}
      </Exhibit>
      <Exhibit of="symbol-tile">
        <ul role="list" class="gallery-symbols">
          {symbols.map(([emoji, name]) => (
            <SymbolTile key={name} emoji={emoji} name={name} />
          ))}
        </ul>
      </Exhibit>
      <Exhibit of="mark">
        {[64, 40, 24, 16].map((size) => (
          <Specimen key={size} state={`${size} px`}>
            <Mark size={size} />
          </Specimen>
        ))}
      </Exhibit>
      <Exhibit of="keys">
        <Keys names={['Ctrl', 'K']} />
        <Keys names={['Esc']} />
      </Exhibit>
      <Exhibit of="badges">
        <Specimen state="Unread">
          <span class="badge figures">12</span>
        </Specimen>
        <Specimen state="Waiting">
          <span class="chip figures">3 wait</span>
        </Specimen>
        <Specimen state="Day, while scrolling">
          <p class="day-chip">Yesterday</p>
        </Specimen>
      </Exhibit>
      <Exhibit of="loom-picture">
        <LoomPicture />
      </Exhibit>
    </>
  );
}
