// Routes whose body is a file: what it is shows in its bytes, so whatever it is called is read.
import { invalid } from './errors.ts'
import type { Http } from './http.ts'

export const FILE_TYPES = [
  'application/octet-stream',
  'text/csv',
  'application/vnd.ms-excel',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
]

/** Declares routes of which each takes a file as its body. */
export const withFileBodies = async (
  app: Http,
  mostBytes: number,
  declare: (app: Http) => void,
): Promise<void> => {
  await app.register(async (given) => {
    const scope = given as unknown as Http
    scope.addContentTypeParser(
      FILE_TYPES,
      { parseAs: 'buffer', bodyLimit: mostBytes },
      (_request: unknown, body: Buffer, done: (error: null, body: Buffer) => void) =>
        done(null, body),
    )
    declare(scope)
  })
}

/** @throws 400 when nothing was sent */
export function fileOf(body: unknown): Buffer {
  if (!Buffer.isBuffer(body) || body.length === 0)
    throw invalid('file_empty', 'Send the file as the body')
  return body
}
