import createClient from 'openapi-fetch'
import type { paths } from './api.d.ts'
import { addCredentials } from './credentials.ts'
import { ApiError, readError } from './error.ts'

/** The public HTTP API, typed. Wrap a call in `answer` to get its data or an ApiError. */
export const client = createClient<paths>({ credentials: 'same-origin' })

client.use({
  onRequest({ request }) {
    addCredentials(request.headers, request.method)
    return request
  },
})

interface Outcome<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The answer's data; throws an ApiError for every refusal, and for a network that is not there. */
export async function answer<T>(call: Promise<Outcome<T>>): Promise<T> {
  let outcome: Outcome<T>
  try {
    outcome = await call
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown
    throw new ApiError(0, 'unreachable', thrown instanceof Error ? thrown.message : '')
  }
  if (!outcome.response.ok) throw readError(outcome.error, outcome.response)
  return outcome.data as T
}

/** A file of the API as the browser gets it, with the same credentials as any other call. */
export async function fetchFile(path: string): Promise<{ blob: Blob; name: string | null }> {
  const headers = new Headers()
  addCredentials(headers, 'GET')
  const response = await fetch(path, { headers, credentials: 'same-origin' }).catch(
    (thrown: unknown) => {
      throw new ApiError(0, 'unreachable', thrown instanceof Error ? thrown.message : '')
    },
  )
  if (!response.ok) {
    const text = await response.text()
    throw readError(parsed(text), response)
  }
  const name = fileName(response.headers.get('content-disposition') ?? '')
  return { blob: await response.blob(), name }
}

function fileName(disposition: string): string | null {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1]
  if (encoded) return decodeURIComponent(encoded)
  return /filename="?([^";]+)"?/.exec(disposition)?.[1] ?? null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A proxy's HTML page: its status says enough.
    return undefined
  }
}
