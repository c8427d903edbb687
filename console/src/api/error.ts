/** A refused or failed request, with the code that is translated for people and quoted to support. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly details: unknown
  /** The server's id of the request, when it gave one. */
  readonly requestId: string | null

  constructor(
    status: number,
    code: string,
    message: string,
    details: unknown = undefined,
    requestId: string | null = null,
  ) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.details = details
    this.requestId = requestId
  }
}

/** How browsers say that a part of the console did not arrive; other TypeErrors are mistakes of ours. */
const NOT_LOADED = /dynamically imported module|module script failed|failed to fetch|load failed/i

/** What any thrown thing is to the person who sees it. */
export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown
  if (thrown instanceof TypeError && NOT_LOADED.test(thrown.message))
    return new ApiError(0, 'unreachable', thrown.message)
  return new ApiError(0, 'console_fault', thrown instanceof Error ? thrown.message : String(thrown))
}

/** Reads the server's `{error:{code,message,details}}`; a proxy's page in its place keeps its status. */
export function readError(body: unknown, response: Response): ApiError {
  const requestId = response.headers.get('x-request-id')
  const error = isRecord(body) && isRecord(body.error) ? body.error : undefined
  if (!error) {
    return new ApiError(
      response.status,
      `http_${response.status}`,
      response.statusText,
      undefined,
      requestId,
    )
  }
  const code = typeof error.code === 'string' ? error.code : `http_${response.status}`
  const message = typeof error.message === 'string' ? error.message : ''
  return new ApiError(response.status, code, message, error.details, requestId)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
