import { API_ROOT, commonHeaders, randomKey, refusal } from './client';
import { OfflineError } from './problem';

export interface StoredFile {
  id: number;
  name: string;
  size: number;
  digest: string;
  media_type: string;
}

/** What the server takes, by the end of the name; the server checks the content itself. */
export const UPLOAD_KINDS: Record<string, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  zip: 'application/zip',
  txt: 'text/plain',
  ofd: 'application/ofd',
};

/** 50 MiB, the limit of the route. */
export const UPLOAD_LIMIT_BYTES = 50 * 1024 * 1024;

export function mediaTypeOf(name: string): string | null {
  const end = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return UPLOAD_KINDS[end] ?? null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Sends one file and reports the share sent so far (0..1). XMLHttpRequest, because fetch tells nothing
 * of the way up. Rejects with ApiError, OfflineError or, after `abort`, a DOMException AbortError.
 */
export function upload(
  file: File,
  progress: (share: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<StoredFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${API_ROOT}/files?name=${encodeURIComponent(file.name)}`);
    for (const [name, value] of Object.entries(commonHeaders('post'))) request.setRequestHeader(name, value);
    request.setRequestHeader('Content-Type', mediaTypeOf(file.name) ?? 'application/octet-stream');
    request.setRequestHeader('Idempotency-Key', randomKey());
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) progress(event.loaded / event.total);
    };
    request.onload = () => {
      const body = parse(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(body as StoredFile);
      else reject(refusal(request.status, body, null));
    };
    request.onerror = () => reject(new OfflineError());
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

/** Where a stored file is read. */
export const fileAddress = (id: number): string => `${API_ROOT}/files/${id}`;
