// Hands stdin and stdout through to the engine that runs for a profile in another process. Knows nothing of what they say.
import { once } from 'node:events';
import { connectToSocket } from './client.ts';
import { socketOf, type EngineChoice } from './profile.ts';

/** @returns false at once where no engine runs; true when the engine, or whoever speaks to us, has ended. */
export async function relayStdio(choice: EngineChoice): Promise<boolean> {
  const socket = await connectToSocket(socketOf(choice));
  if (socket === undefined) return false;
  const { stdin, stdout } = process;
  socket.on('error', () => socket.destroy());
  stdout.on('error', () => socket.destroy());
  stdin.pipe(socket);
  socket.pipe(stdout, { end: false });
  await once(socket, 'close');
  return true;
}
