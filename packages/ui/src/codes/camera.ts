// The machine's camera, and the codes that it sees. It is asked for when it is opened, and given back when it is closed; knows
// nothing of where its picture is shown.
import type { CodeReader } from './decoder.ts';

/**
 * `refused`: by the person or the system; `none`: there is no camera; `busy`: it gives no picture, as when another program has it;
 * `unavailable`: this window may not use one at all.
 */
export type CameraFault = 'refused' | 'none' | 'busy' | 'unavailable';

export interface Camera {
  readonly stream: MediaStream;
  /** Shown as in a mirror, one finds the frame more easily; a camera that looks away from the person shows what is there. */
  readonly mirrored: boolean;
  /** Of this camera and all others, in the system's order. */
  readonly device: string;
  readonly devices: readonly string[];
  /** Gives it back; its light goes out. */
  close(): void;
}

const wanted = { width: { ideal: 1280 }, height: { ideal: 720 } } as const;

/** @param device another camera than the one that the system prefers. */
export async function openCamera(device?: string): Promise<Camera | CameraFault> {
  // Absent where the page is not trusted with it; the types promise it everywhere.
  const media = navigator.mediaDevices as MediaDevices | undefined;
  if (media?.getUserMedia === undefined) return 'unavailable';
  try {
    const which = device === undefined ? { facingMode: 'environment' } : { deviceId: { exact: device } };
    const stream = await media.getUserMedia({ audio: false, video: { ...wanted, ...which } });
    const [track] = stream.getVideoTracks();
    const settings = track?.getSettings();
    // The light is on by now: whatever fails here, who asked gets what puts it out.
    const known = await media.enumerateDevices().catch(() => []);
    return {
      stream,
      mirrored: settings?.facingMode !== 'environment',
      device: settings?.deviceId ?? '',
      devices: known.filter(({ kind }) => kind === 'videoinput').map(({ deviceId }) => deviceId),
      close: () => stream.getTracks().forEach((each) => each.stop()),
    };
  } catch (error) {
    return faultOf(error);
  }
}

function faultOf(error: unknown): CameraFault {
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError':
      return 'refused';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'none';
    case 'SecurityError':
      return 'unavailable';
    default:
      return 'busy';
  }
}

/** Between two looks, ms: the hand that holds a code is slower. */
const lookMs = 90;
/** A frame's longest side that is looked at. */
const longestSide = 1280;

/**
 * Looks at what a video shows until it is told to stop.
 * @param onText for each frame with a code in it; @returns what stops it.
 */
export function watchForCodes(
  video: HTMLVideoElement,
  reader: CodeReader,
  onText: (text: string) => void,
): () => void {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });

  function frame(): ImageData | undefined {
    const { videoWidth, videoHeight } = video;
    if (!context || videoWidth === 0) return undefined;
    const scale = Math.min(1, longestSide / Math.max(videoWidth, videoHeight));
    canvas.width = Math.round(videoWidth * scale);
    canvas.height = Math.round(videoHeight * scale);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    return context.getImageData(0, 0, canvas.width, canvas.height);
  }

  const timer = setInterval(() => {
    const pixels = frame();
    const text = pixels && reader.read(pixels);
    if (text !== undefined) onText(text);
  }, lookMs);
  return () => clearInterval(timer);
}
