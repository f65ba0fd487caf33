// What a kind's look is given.
import type { MessageRow } from '../../list/rows.ts';

export interface ItemProps {
  row: MessageRow;
  /** The other person's, neutralised. */
  name: string;
}
