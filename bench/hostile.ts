// How long a message takes from submit to delivered between two real daemons, in quiet and with strangers at the door of one.
import { besiege } from '../test/hostile/besieged.ts';
import { row, summarize, type Row } from './measure.ts';

const quietRounds = 300;
const hostileConnections = 5_000;

export async function benchHostile(): Promise<Row[]> {
  await using siege = await besiege();
  await siege.chat((said) => said >= 100);
  const quiet = summarize(microseconds(await siege.chat((said) => said >= quietRounds)));
  const over = new AbortController();
  const storming = siege.storm(hostileConnections).finally(() => over.abort());
  const [, taken] = await Promise.all([storming, siege.chat(() => over.signal.aborted)]);
  const floor = { median: quiet.median, what: 'in quiet' };
  return [
    row('chat between two daemons, in quiet', quiet, {}),
    row(
      `the same, ${hostileConnections.toLocaleString('en')} hostile connections`,
      summarize(microseconds(taken)),
      {
        floor,
      },
    ),
  ];
}

function microseconds(milliseconds: readonly number[]): number[] {
  return milliseconds.map((each) => each * 1_000);
}
