/** The content of a request; `tooLong` when it was over the limit, and its bytes were then not kept. */
export interface RequestBody {
  readonly bytes: Uint8Array;
  readonly tooLong: boolean;
}

/** Far over any upgrade request, which has some 80 bytes. */
export const maxBodyBytes = 64 * 1024;

/** Reads the content to its end, so that a client still sending is there to hear the answer. */
export async function readBody(request: Request): Promise<RequestBody> {
  const declared = request.headers.get('content-length');
  // Much cheaper than the stream, and the way nearly every request takes.
  if (declared !== null && Number(declared) <= maxBodyBytes) {
    return { bytes: new Uint8Array(await request.arrayBuffer()), tooLong: false };
  }
  if (request.body === null) return { bytes: new Uint8Array(), tooLong: false };
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body) {
    length += chunk.byteLength;
    if (length <= maxBodyBytes) chunks.push(chunk);
  }
  return length > maxBodyBytes
    ? { bytes: new Uint8Array(), tooLong: true }
    : { bytes: Buffer.concat(chunks), tooLong: false };
}
