import { writeFile } from 'node:fs/promises';
import { inNewDirectory, type Reported, report } from './run.ts';
import { type Answer, type Handler, type Received, type Serving, serve } from './server.ts';

/** Someone's token, as every server of these documents knows it. */
export const token = 'token-of-a-reader-41';

/** What a document about one book says beside its request. */
export interface BookParts {
  readonly responses: object;
  readonly securitySchemes?: object;
  readonly security?: readonly object[];
  /** Of the request. */
  readonly content?: object;
}

const book = {
  type: 'object',
  required: ['title'],
  properties: { title: { type: 'string', minLength: 1 } },
};

/** A document of one operation, which puts a book. */
export const bookDocument = ({ responses, securitySchemes = {}, security, content }: BookParts): object => ({
  openapi: '3.1.0',
  info: { title: 'Books', version: '1' },
  components: { securitySchemes },
  paths: {
    '/book': {
      put: {
        operationId: 'putBook',
        ...(security && { security }),
        requestBody: {
          required: true,
          content: content ?? { 'application/json': { schema: book, example: { title: 'Emma' } } },
        },
        responses,
      },
    },
  },
});

export const inType = (type: string, body: string, status = 200): Answer => ({
  status,
  headers: { 'Content-Type': type },
  body,
});
export const inJson = (value: unknown, status = 200): Answer =>
  inType('application/json', JSON.stringify(value), status);

/** How a service of the document answers, by what is wrong with a request. */
export interface BookAnswers {
  readonly ok: Answer;
  readonly bad?: Answer;
  readonly media?: Answer;
  readonly method?: Answer;
  readonly unauthorized?: Answer;
  /** Whether a request has a good credential. */
  readonly knows?: (request: Received) => boolean;
}

export function bookServer({
  ok,
  bad = { status: 400 },
  media = { status: 415 },
  method = { status: 405 },
  unauthorized = { status: 401 },
  knows = () => true,
}: BookAnswers): Handler {
  return (request) => {
    if (!knows(request)) return unauthorized;
    if (request.method === 'FROBNICATE') return { status: 501 };
    if (request.method !== 'PUT') return method;
    if (!/^application\/(?:[\w.]+\+)?json(?:;|$)/i.test(request.headers['content-type'] ?? '')) return media;
    return isBook(request.body) ? ok : bad;
  };
}

function isBook(body: string): boolean {
  try {
    const { title } = JSON.parse(body);
    return typeof title === 'string' && title !== '';
  } catch {
    return false;
  }
}

export interface RunOfDocument extends Reported {
  readonly received: Serving['received'];
}

/** Runs the suite with a document against a handler that it describes, well or not. */
export async function runDocument(
  document: object,
  handler: Handler,
  options: readonly string[] = [],
): Promise<RunOfDocument> {
  const target = await serve(handler);
  try {
    return await inNewDirectory(async (file) => {
      await writeFile(file('books.json'), JSON.stringify(document));
      const at = ['--target', target.url, '--spec', file('books.json'), '--consent', 'change'];
      return { ...(await report([...at, ...options])), received: target.received };
    });
  } finally {
    await target.close();
  }
}
