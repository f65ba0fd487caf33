// Gives every view the window's state.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Loom } from '../state/loom.ts';

export const LoomContext = createContext<Loom | undefined>(undefined);

export function useLoom(): Loom {
  const loom = useContext(LoomContext);
  if (!loom) throw new Error('A view was rendered outside LoomContext.');
  return loom;
}
