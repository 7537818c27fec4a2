/** Nobody answered: no network, no engine, a cut connection, or a browser that forbids the call. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

/** Something answered that does not speak the bridge's language. */
export class MalformedError extends Error {
  override readonly name = "MalformedError";
}

/** The bridge refused, with a problem document (RFC 9457). */
export class ProblemError extends Error {
  override readonly name = "ProblemError";

  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly retryAfterMs: number | null,
  ) {
    super(`${status} ${code}: ${detail}`);
  }

  /** The same call may succeed later, unchanged. */
  get temporary(): boolean {
    return this.status === 408 || this.status === 429 || this.status >= 500;
  }

  /** The token is wrong or revoked, or what it opened is gone. */
  get credentialsRefused(): boolean {
    return this.status === 401 || this.status === 404;
  }
}
