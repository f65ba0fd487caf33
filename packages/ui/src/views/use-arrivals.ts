// Files and texts that come to an open sheet by themselves: files dropped anywhere on the window, and what is pasted outside
// of a field. Knows nothing of what is in them.
import { useEffect, useRef, useState } from 'preact/hooks';

interface Arrivals {
  onFile: (file: File) => void;
  /** Text that was pasted where no field has the focus. */
  onText: (text: string) => void;
}

/** @returns whether files hover over the window now. */
export function useArrivals(arrivals: Arrivals): boolean {
  const [hovering, setHovering] = useState(false);
  const told = useRef(arrivals);
  told.current = arrivals;

  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    /** Elements that the files are over: entering one comes before leaving the last. */
    let depth = 0;
    const set = (next: number): void => {
      depth = Math.max(0, next);
      setHovering(depth > 0);
    };
    const ours = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

    addEventListener('dragenter', (event) => ours(event) && set(depth + 1), { signal });
    addEventListener('dragleave', (event) => ours(event) && set(depth - 1), { signal });
    addEventListener(
      'dragover',
      (event) => {
        if (!ours(event) || !event.dataTransfer) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      },
      { signal },
    );
    addEventListener(
      'drop',
      (event) => {
        if (!ours(event)) return;
        event.preventDefault();
        set(0);
        const [file] = event.dataTransfer?.files ?? [];
        if (file) told.current.onFile(file);
      },
      { signal },
    );
    addEventListener(
      'paste',
      ({ clipboardData, target }) => {
        const [file] = clipboardData?.files ?? [];
        if (file) told.current.onFile(file);
        else if (!isField(target)) told.current.onText(clipboardData?.getData('text/plain') ?? '');
      },
      { signal },
    );
    return () => listening.abort();
  }, []);

  return hovering;
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
