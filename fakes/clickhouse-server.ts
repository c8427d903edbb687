// ClickHouse's HTTP interface: what the official client needs of it, answered by chDB.
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, gzip, inflate, zstdDecompress } from 'node:zlib'
import type { Engine } from './clickhouse-engine.ts'
import { scan } from './clickhouse-sql.ts'

/** Names in the address that are no settings. Who asks is not checked. */
const OWN_NAMES = new Set(
  (
    'query database default_format query_id session_id session_timeout session_check close_session ' +
    'user password role quota_key compress decompress stacktrace buffer_size wait_end_of_query'
  ).split(' '),
)

export class EngineError extends Error {
  readonly code: number
  constructor(code: number, message: string, name: string) {
    super(`Code: ${code}. DB::Exception: ${message}. (${name})`)
    this.code = code
  }
}

export function createClickhouse(engine: Engine): Server {
  return createServer({ maxHeaderSize: 1024 * 1024, keepAliveTimeout: 30_000 }, (req, res) => {
    respond(engine, req, res).catch((error) => refuse(res, error))
  })
}

async function respond(engine: Engine, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? '/', 'http://clickhouse')
  const body = await readBody(req)
  if (url.pathname === '/ping') return void res.end('Ok.\n')
  if (url.pathname !== '/') {
    res.statusCode = 404
    return void res.end(`There is no handle ${url.pathname}\n`)
  }
  const given = new Map(url.searchParams)
  const data = takeParts(req.headers['content-type'], body, given)
  const settings = new Map<string, string>()
  const parameters = new Map<string, string>()
  for (const [name, value] of given) {
    if (name.startsWith('param_')) parameters.set(name.slice(6), value)
    else if (!OWN_NAMES.has(name)) settings.set(name, value)
  }
  const inAddress = given.get('query')
  const query = inAddress ?? data.toString('utf8')
  check(query, parameters)
  const queryId = given.get('query_id') ?? randomUUID()
  res.setHeader('X-ClickHouse-Query-Id', queryId)
  res.setHeader('X-ClickHouse-Timezone', 'UTC')
  const ran = await engine.run({
    query,
    body: inAddress === undefined ? Buffer.alloc(0) : data,
    database: given.get('database') ?? 'default',
    settings,
    parameters,
  })
  res.setHeader(
    'X-ClickHouse-Summary',
    JSON.stringify({
      read_rows: String(ran.rowsRead),
      written_rows: String(ran.rowsWritten),
      written_bytes: String(data.length),
    }),
  )
  res.setHeader('Content-Type', 'text/plain; charset=UTF-8')
  const asked = String(req.headers['accept-encoding'] ?? '')
  if (settings.get('enable_http_compression') === '1' && asked.includes('gzip')) {
    res.setHeader('Content-Encoding', 'gzip')
    return void res.end(await promisify(gzip)(ran.output))
  }
  res.end(ran.output)
}

/** What a real server refuses before it runs anything, and chDB would let pass. */
function check(query: string, parameters: Map<string, string>): void {
  const { hasSecond, parameters: used } = scan(query)
  if (hasSecond)
    throw new EngineError(62, 'Syntax error (Multi-statements are not allowed)', 'SYNTAX_ERROR')
  for (const name of used) {
    if (!parameters.has(name))
      throw new EngineError(456, `Substitution \`${name}\` is not set`, 'UNKNOWN_QUERY_PARAMETER')
  }
}

const INFLATE: Record<string, (bytes: Buffer) => Promise<Buffer>> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
}

async function readBody(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  const encoding = req.headers['content-encoding']
  if (!encoding || encoding === 'identity') return bytes
  const undo = INFLATE[encoding]
  if (!undo)
    throw new EngineError(
      89,
      `Unknown compression method: ${encoding}`,
      'UNKNOWN_COMPRESSION_METHOD',
    )
  return undo(bytes)
}

/** Parameters too long for an address come as the parts of a form; they join those of the address. */
function takeParts(type: string | undefined, body: Buffer, given: Map<string, string>): Buffer {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)/i.exec(type ?? '')?.[1]
  if (!boundary) return body
  for (const part of body.toString('utf8').split(`--${boundary}`)) {
    const cut = part.indexOf('\r\n\r\n')
    const name = /name="([^"]+)"/.exec(part.slice(0, Math.max(cut, 0)))?.[1]
    if (name) given.set(name, part.slice(cut + 4).replace(/\r\n$/, ''))
  }
  return Buffer.alloc(0)
}

/** The statuses of ClickHouse's own table for the codes that tests meet. */
function statusOf(code: number): number {
  if ([46, 47, 53, 62, 115, 456].includes(code)) return 400
  if ([60, 81].includes(code)) return 404
  return code === 159 ? 408 : 500
}

function refuse(res: ServerResponse, error: unknown): void {
  const text = error instanceof Error ? error.message : String(error)
  const code = Number(/Code: (\d+)/.exec(text)?.[1] ?? 1001)
  if (res.headersSent) return void res.destroy()
  res.statusCode = statusOf(code)
  res.setHeader('X-ClickHouse-Exception-Code', String(code))
  res.end(`${text} (version 26.7.2.1 (official build))\n`)
}
