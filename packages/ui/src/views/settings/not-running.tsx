// Where the network is off: why, in words, and a way to try again.
import { useState } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { Note } from '../../components/note.tsx';
import { reasonInWords, words } from '../../messages/words.ts';
import { sentence } from '../../state/threads.ts';
import { neutraliseLine } from '../../text/neutralise.ts';
import { useLoom } from '../context.ts';

const text = words.network;

export function NotRunning() {
  const { host, status, doctor, answering } = useLoom();
  const [failed, setFailed] = useState<string>();
  const network = status.value?.network;
  if (network === undefined || network.running || !answering.value) return null;

  async function start(): Promise<void> {
    try {
      await host.call('start_network', {});
      setFailed(undefined);
      await doctor.examine();
    } catch (error) {
      setFailed(sentence(error));
    }
  }

  return (
    <Note tone="bad" icon="warning" action={<Button onClick={() => void start()}>{text.startAgain}</Button>}>
      {neutraliseLine(failed ?? reasonInWords(network) ?? text.off)}
    </Note>
  );
}
