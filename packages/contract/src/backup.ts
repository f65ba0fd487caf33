// Backups and the way back, as they cross between engine and interface. Knows nothing of files.
import * as v from 'valibot';
import { timestamp } from './scalars.ts';

/** Bytes of a file that one `restore_upload_chunk` brings at most: in base64, with what is around it, it fits a line or a frame. */
export const maxUploadChunk = 512 * 1024;
const maxChunkText = 4 * Math.ceil(maxUploadChunk / 3);

/** Names a file that a window hands over piece by piece, since it has the file and not its path. */
export const uploadId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits'));

/** In Unicode; what is typed the same counts as the same, however the keyboard composes it. */
export const passphrase = v.string();

const source = {
  /** Absolute. Exactly one of the two. */
  path: v.optional(v.string()),
  upload_id: v.optional(uploadId),
  /** Of the file; one that is encrypted with this profile's key needs none. */
  passphrase: v.optional(passphrase),
};

interface Source {
  readonly path?: string | undefined;
  readonly upload_id?: string | undefined;
}

const hasOne = ({ path, upload_id }: Source): boolean => (path === undefined) !== (upload_id === undefined);
const oneOfBoth = 'needs either path or upload_id';

export const backupSource = v.pipe(
  v.strictObject(source),
  v.check((named) => hasOne(named), oneOfBoth),
);

export const restoreOrder = v.pipe(
  v.strictObject({ ...source, replace: v.optional(v.boolean(), false) }),
  v.check((named) => hasOne(named), oneOfBoth),
);

/** What a backup holds, once all of it has been read. */
export const backupContents = v.object({
  display_name: v.string(),
  contacts: v.number(),
  messages: v.number(),
  /** When it was made; of a backup under a profile's key, which does not say, the time of the newest that it holds. */
  created_at: timestamp,
});
export type BackupContents = v.InferOutput<typeof backupContents>;

export const uploadChunk = v.strictObject({
  upload_id: uploadId,
  /** How many bytes came before. */
  offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
  data: v.pipe(
    v.string(),
    v.nonEmpty('holds no bytes'),
    v.maxLength(maxChunkText, `holds more than ${maxUploadChunk} bytes`),
    v.base64('must be base64'),
  ),
});
