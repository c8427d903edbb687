// Ceilings for collect.ts: the same bodies only parsed, or parsed and inserted by the engine alone.
// No identity, no deduplication, no dead letters. node bench/collect-ceiling.ts parse|insert PORT DIR
import { createServer } from 'node:http'
import { openCh } from '../server/src/platform/ch.ts'

const [mode, port, directory] = process.argv.slice(2)
const ch = mode === 'insert' ? await openCh(`chdb:${directory}`) : undefined
await ch?.command(`create table if not exists bare (name LowCardinality(String), member String, anon String, at String, id String, props String)
  engine = MergeTree order by (name, member) settings fsync_after_insert = 1, fsync_part_directory = 1`)
let waiting: { lines: string; done: () => void }[] = []
let rows = 0
let timer: NodeJS.Timeout | undefined

async function flush() {
  clearTimeout(timer)
  timer = undefined
  const group = waiting
  waiting = []
  rows = 0
  await ch?.insert({
    table: 'bare',
    columns: ['name', 'member', 'anon', 'at', 'id', 'props'],
    body: Buffer.from(group.map((g) => g.lines).join('')),
  })
  for (const one of group) one.done()
}

createServer((req, res) => {
  const chunks: Buffer[] = []
  req.on('data', (chunk) => chunks.push(chunk))
  req.on('end', () => {
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    const answer = () => {
      res.writeHead(200, { 'content-length': 2 })
      res.end('ok')
    }
    if (!ch) return answer()
    const events = body.batch ?? [body]
    let lines = ''
    for (const e of events)
      lines += `${JSON.stringify([e.event, e.userId ?? '', e.anonymousId, e.timestamp, e.messageId, e.properties])}\n`
    waiting.push({ lines, done: answer })
    rows += events.length
    if (rows >= 2000) void flush()
    else timer ??= setTimeout(flush, 100)
  })
}).listen(Number(port), '127.0.0.1', () => console.log('ready'))
