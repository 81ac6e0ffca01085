/**
 * Fault answers. The statuses are those of the table of response codes; the general page about faults has the members.
 */
const kinds = {
  400: { member: 'badRequest', message: 'The request cannot be understood.' },
  401: { member: 'unauthorized', message: 'A valid authentication token is needed.' },
  403: { member: 'forbidden', message: 'The token does not give access to this.' },
  404: { member: 'itemNotFound', message: 'There is nothing at this address.' },
  405: { member: 'badMethod', message: 'This resource does not take this method.' },
  413: { member: 'overLimit', message: 'The account has sent too many requests.' },
  415: { member: 'badMediaType', message: 'The request has to carry JSON, as application/json.' },
  422: { member: 'unprocessableEntity', message: 'The item cannot be processed now.' },
  500: { member: 'instanceFault', message: 'Something went wrong inside the service.' },
  501: { member: 'notImplemented', message: 'The service does not implement this.' },
  503: { member: 'serviceUnavailable', message: 'The service cannot answer for the moment.' },
} as const;

export type FaultStatus = keyof typeof kinds;

export interface FaultOptions {
  /** For the end user; by default a general message for the status. */
  readonly message?: string;
  readonly details?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown to refuse a request; `answerError` turns it into the answer. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly status: FaultStatus;
  readonly headers: Readonly<Record<string, string>>;
  readonly details: string | undefined;

  constructor(status: FaultStatus, { message, details, headers = {} }: FaultOptions = {}) {
    super(message ?? kinds[status].message);
    this.status = status;
    this.details = details;
    this.headers = { 'Content-Type': 'application/json; charset=UTF-8', ...headers };
  }

  /** The body of the answer. */
  body(): string {
    const { message, details } = this;
    return JSON.stringify({
      [kinds[this.status].member]: { code: this.status, message, ...(details !== undefined && { details }) },
    });
  }
}

/** The answer to an error: a fault itself; anything else is a 500 without internal details. */
export function answerError(error: unknown): Response {
  const fault = error instanceof Fault ? error : new Fault(500);
  return new Response(fault.body(), { status: fault.status, headers: fault.headers });
}
