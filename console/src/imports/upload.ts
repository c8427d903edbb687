import { addCredentials } from '../api/credentials.ts'
import { ApiError, readError } from '../api/error.ts'
import type { Upload } from './api.ts'

/** Sends files, telling how much has gone: fetch does not say it. */
export function uploadFiles(
  files: readonly File[],
  options: {
    mends?: string | undefined
    onProgress: (share: number) => void
    signal: AbortSignal
  },
): Promise<Upload> {
  const query = options.mends ? `?mends=${encodeURIComponent(options.mends)}` : ''
  const form = new FormData()
  for (const file of files) form.append('file', file, file.name)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/v1/import-uploads${query}`)
    const headers = new Headers()
    addCredentials(headers, 'POST')
    headers.forEach((value, name) => {
      request.setRequestHeader(name, value)
    })
    request.upload.onprogress = ({ loaded, total }) => {
      if (total > 0) options.onProgress(loaded / total)
    }
    request.onerror = () => reject(new ApiError(0, 'unreachable', ''))
    request.onabort = () => reject(new DOMException('', 'AbortError'))
    request.onload = () => {
      const body: unknown = parsed(request.responseText)
      if (request.status === 201) resolve(body as Upload)
      else
        reject(
          readError(body, {
            status: request.status,
            statusText: request.statusText,
            headers: new Headers({
              'x-request-id': request.getResponseHeader('x-request-id') ?? '',
            }),
          } as Response),
        )
    }
    options.signal.addEventListener('abort', () => request.abort())
    request.send(form)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // A proxy's HTML page: its status says enough.
    return undefined
  }
}
