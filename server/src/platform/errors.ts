// Every refusal a caller can meet: a status, a stable code, a sentence. Codes are part of the API.

export class AppError extends Error {
  readonly status: number
  readonly code: string
  readonly details: unknown
  /** Seconds after which trying again makes sense; sent as Retry-After. */
  readonly retryAfter: number | undefined
  constructor(
    status: number,
    code: string,
    message: string,
    options: { details?: unknown; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'AppError'
    this.status = status
    this.code = code
    this.details = options.details
    this.retryAfter = options.retryAfter
  }
}

export const invalid = (code: string, message: string, details?: unknown) =>
  new AppError(400, code, message, { details })
export const unauthenticated = (
  code = 'unauthenticated',
  message = 'Sign in or send a valid key',
) => new AppError(401, code, message)
export const forbidden = (code = 'forbidden', message = 'Your role does not allow this') =>
  new AppError(403, code, message)
/** `what` is the noun, e.g. `customer`; another tenant's id answers the same. */
export const notFound = (what: string) =>
  new AppError(404, `${what}_not_found`, `There is no such ${what.replaceAll('_', ' ')}`)
export const conflict = (code: string, message: string, details?: unknown) =>
  new AppError(409, code, message, { details })
export const tooMany = (code: string, message: string, retryAfter: number) =>
  new AppError(429, code, message, { retryAfter })
/** A store or provider cannot take it now; the caller keeps it and tries again. */
export const unavailable = (code: string, message: string, retryAfter = 2, cause?: unknown) =>
  new AppError(503, code, message, { retryAfter, cause })
