// Where a token comes from: typed or pasted onto its cloth, seen by the camera, or read from a picture. Judges nothing.
import { useRef } from 'preact/hooks';
import { tokenLength } from '@loom/contract';
import { pictureTypes } from '../codes/picture.ts';
import { Button } from '../components/button.tsx';
import { TokenEntry } from '../components/cloth.tsx';
import { Icon } from '../components/icon.tsx';
import { Ways } from '../components/ways.tsx';
import { words } from '../messages/words.ts';
import { readToken } from '../text/token.ts';
import { CameraView } from './camera-view.tsx';
import { useLoom } from './context.ts';

const text = words.codes;

export type Way = 'type' | 'camera' | 'picture';

export function TokenWays({ way, onWay }: { way: Way; onWay: (way: Way) => void }) {
  const { host } = useLoom();
  return (
    <Ways
      label={text.ways}
      value={way}
      onChange={onWay}
      options={[
        { value: 'type', label: text.type, icon: 'paste' },
        ...(host.can.scanQr ? [{ value: 'camera', label: text.camera, icon: 'camera' } as const] : []),
        { value: 'picture', label: text.picture, icon: 'picture' },
      ]}
    />
  );
}

interface TokenSourceProps {
  id: string;
  way: Way;
  /** Files hover over the window. */
  hovering: boolean;
  looking: boolean;
  token: string;
  onToken: (token: string) => void;
  wrong: readonly number[];
  describedBy: string;
  /** What a code holds. @returns whether it is a token. */
  onCode: (text: string) => boolean;
  onPicture: (file: Blob) => void;
}

export function TokenSource(props: TokenSourceProps) {
  const { id, token } = props;
  return (
    <div class="token-source" data-hovering={props.hovering}>
      {props.way === 'type' && (
        <>
          <div class="field-head">
            <label for={id}>{words.add.token}</label>
            <span class="figures">{words.add.tokenCount(readToken(token).body.length, tokenLength)}</span>
          </div>
          <TokenEntry
            id={id}
            value={token}
            onValue={props.onToken}
            wrong={props.wrong}
            describedBy={props.describedBy}
          />
        </>
      )}
      {props.way === 'camera' && <CameraView onText={props.onCode}>{text.cameraLead}</CameraView>}
      {props.way === 'picture' && <PictureStage looking={props.looking} onPicture={props.onPicture} />}
      {props.hovering && (
        <p class="drop-here">
          <Icon name="picture" size={34} />
          {text.drop}
        </p>
      )}
    </div>
  );
}

function PictureStage({ looking, onPicture }: { looking: boolean; onPicture: (file: Blob) => void }) {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <div class="scan-stage">
      <Icon name="picture" size={34} />
      <p>{text.pictureLead}</p>
      <Button icon="picture" disabled={looking} onClick={() => chooser.current?.click()}>
        {looking ? text.looking : text.choose}
      </Button>
      <input
        ref={chooser}
        type="file"
        accept={pictureTypes.join(',')}
        hidden
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          // The same file may be chosen again.
          currentTarget.value = '';
          if (file) onPicture(file);
        }}
      />
    </div>
  );
}
