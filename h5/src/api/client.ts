// The shop's own part of the API. Types are those that the console is given, made from the server's document.
import createClient from 'openapi-fetch'
import type { paths } from '../../../console/src/api/api.d.ts'
import { slug, storefront } from '../address.ts'

export const client = createClient<paths>({
  baseUrl: window.location.origin,
  // Another site's page cannot send this one.
  headers: {
    'x-homefield-shop': '1',
    ...(storefront !== '' && { 'x-homefield-storefront': storefront }),
  },
})
/** What every path of the shop begins with. */
export const here = { shop: slug }

export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly details: unknown
  constructor(status: number, code: string, message: string, details?: unknown) {
    super(message)
    this.status = status
    this.code = code
    this.details = details
  }
}

interface Said {
  error?: { code?: string; message?: string; details?: unknown }
}
/** @throws ApiError; `offline` when nobody answered */
export async function answer<Data>(
  asked: Promise<{ data?: Data; error?: unknown; response: Response }>,
): Promise<Data> {
  let got: Awaited<typeof asked>
  try {
    got = await asked
  } catch {
    throw new ApiError(0, 'offline', 'Nobody answered')
  }
  if (got.data !== undefined) return got.data
  const said = (got.error as Said | undefined)?.error
  throw new ApiError(
    got.response.status,
    said?.code ?? 'unreadable',
    said?.message ?? '',
    said?.details,
  )
}
