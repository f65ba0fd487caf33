// Hands a file over to the engine piece by piece: the page has the file, and not its path.
import { maxUploadChunk } from '@loom/contract';
import type { Host } from '../host.ts';

/**
 * @param onProgress how much of it has been handed over, 0 to 1.
 * @returns the name of what was handed over, for the commands that read it. @throws CallError, or where the file can't be read.
 */
export async function handOver(host: Host, file: Blob, onProgress: (part: number) => void): Promise<string> {
  onProgress(0);
  const { upload_id: id } = await host.call('begin_restore_upload', { bytes: file.size });
  for (let offset = 0; offset < file.size; offset += maxUploadChunk) {
    const data = await base64(file.slice(offset, offset + maxUploadChunk));
    await host.call('restore_upload_chunk', { upload_id: id, offset, data });
    onProgress(Math.min(1, (offset + maxUploadChunk) / file.size));
  }
  return id;
}

/** Not every web engine can do it in memory. */
function base64(piece: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const url = typeof reader.result === 'string' ? reader.result : '';
      resolve(url.slice(url.indexOf(',') + 1));
    };
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(piece);
  });
}
