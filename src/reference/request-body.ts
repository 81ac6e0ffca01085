/** The content of a request. If `tooLong`, it exceeded the limit and `bytes` is empty. */
export interface RequestBody {
  readonly bytes: Uint8Array;
  readonly tooLong: boolean;
}

/** Far more than an upgrade request, which has some 80 bytes. */
export const maxBodyBytes = 64 * 1024;

/** Reads the content to its end: a client that is still sending may not read the answer. */
export async function readBody(request: Request): Promise<RequestBody> {
  const declared = request.headers.get('content-length');
  // Much cheaper than the stream, and right for almost all requests.
  if (declared !== null && Number(declared) <= maxBodyBytes) {
    return { bytes: new Uint8Array(await request.arrayBuffer()), tooLong: false };
  }
  if (request.body === null) return { bytes: new Uint8Array(), tooLong: false };
  // Copied: a list of chunks would keep the whole packet that each is a view of.
  const kept = new Uint8Array(maxBodyBytes);
  let length = 0;
  for await (const chunk of request.body) {
    if (length + chunk.byteLength <= maxBodyBytes) kept.set(chunk, length);
    length += chunk.byteLength;
  }
  return length > maxBodyBytes
    ? { bytes: new Uint8Array(), tooLong: true }
    : { bytes: kept.slice(0, length), tooLong: false };
}
