// What the camera sees, with a frame for the code. It asks for the camera only when its button is pressed, and gives it back as
// soon as the code is found, the view goes away or the window is out of sight.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { openCamera, watchForCodes, type Camera } from '../codes/camera.ts';
import { loadCodeReader, type CodeReader } from '../codes/decoder.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Note } from '../components/note.tsx';
import { words } from '../messages/words.ts';

const text = words.codes;

interface CameraViewProps {
  /** What to show it, while it is off. */
  children: ComponentChildren;
  /** @returns whether that was what is looked for; the camera is closed then. */
  onText: (text: string) => boolean;
}

type Showing =
  | { readonly is: 'off'; readonly why?: string }
  | { readonly is: 'asking' }
  | { readonly is: 'on'; readonly camera: Camera; readonly reader: CodeReader };

export function CameraView({ children, onText }: CameraViewProps) {
  const [showing, setShowing] = useState<Showing>({ is: 'off' });
  const here = useRef(true);
  const camera = useRef<Camera>(undefined);

  function close(why?: string): void {
    camera.current?.close();
    camera.current = undefined;
    if (here.current) setShowing({ is: 'off', ...(why !== undefined && { why }) });
  }

  async function open(device?: string): Promise<void> {
    close();
    setShowing({ is: 'asking' });
    let reader: CodeReader;
    try {
      reader = await loadCodeReader();
    } catch {
      close(words.connection.callLost);
      return;
    }
    const opened = await openCamera(device);
    if (typeof opened === 'string') {
      close(text.faults[opened]);
      return;
    }
    camera.current = opened;
    // While the person was asked, the view or the window may have gone away.
    if (!here.current || document.hidden) close(text.hidden);
    else setShowing({ is: 'on', camera: opened, reader });
  }

  useEffect(() => {
    const closeUnseen = (): void => {
      if (document.hidden && camera.current) close(text.hidden);
    };
    document.addEventListener('visibilitychange', closeUnseen);
    return () => {
      here.current = false;
      document.removeEventListener('visibilitychange', closeUnseen);
      close();
    };
  }, []);

  return (
    <>
      <div class="scan-stage" data-on={showing.is === 'on'}>
        {showing.is === 'on' ? (
          <Live
            camera={showing.camera}
            reader={showing.reader}
            onText={(found) => {
              if (onText(found)) close();
            }}
            onGone={() => close(text.gone)}
            onClose={() => close()}
            onAnother={(device) => void open(device)}
          />
        ) : (
          <>
            <Icon name="camera" size={34} />
            <p>{children}</p>
            <Button icon="camera" disabled={showing.is === 'asking'} onClick={() => void open()}>
              {showing.is === 'asking' ? text.asking : text.turnOn}
            </Button>
          </>
        )}
      </div>
      <div class="verdict" aria-live="polite">
        {showing.is === 'off' && showing.why !== undefined && (
          <Note tone="warn" icon="camera">
            {showing.why}
          </Note>
        )}
      </div>
    </>
  );
}

interface LiveProps {
  camera: Camera;
  reader: CodeReader;
  onText: (text: string) => void;
  onGone: () => void;
  onClose: () => void;
  onAnother: (device: string) => void;
}

function Live({ camera, reader, onText, onGone, onClose, onAnother }: LiveProps) {
  const video = useRef<HTMLVideoElement>(null);
  const controls = useRef<HTMLDivElement>(null);
  const told = useRef({ onText, onGone });
  told.current = { onText, onGone };

  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    const gone = (): void => told.current.onGone();
    const [track] = camera.stream.getVideoTracks();
    track?.addEventListener('ended', gone);
    element.srcObject = camera.stream;
    const stop = watchForCodes(element, reader, (found) => told.current.onText(found));
    // The button that turned it on is gone.
    controls.current?.querySelector('button')?.focus();
    return () => {
      stop();
      track?.removeEventListener('ended', gone);
      element.srcObject = null;
    };
  }, [camera, reader]);

  const next = camera.devices[(camera.devices.indexOf(camera.device) + 1) % camera.devices.length];
  return (
    <>
      <video
        ref={video}
        autoplay
        muted
        playsInline
        data-mirrored={camera.mirrored}
        aria-label={text.video}
        disablePictureInPicture
      />
      <div class="scan-frame" aria-hidden="true" />
      <p class="scan-aim" role="status">
        {text.aim}
      </p>
      <div class="scan-controls" ref={controls}>
        <Button onClick={onClose}>{text.turnOff}</Button>
        {camera.devices.length > 1 && next !== undefined && (
          <Button onClick={() => onAnother(next)}>{text.another}</Button>
        )}
      </div>
    </>
  );
}
