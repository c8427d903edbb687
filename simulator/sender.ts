// Tells a server what happened, by the routes that anybody's shop would use.
import type { FileRow, OwnEvent, Trace } from './trace.ts'

export interface Door {
  url: string
  /** Of a role that may import. */
  apiKey: string
  writeKey: string
  /** Public ones: of the web shop, and of the mini-program. */
  webKey: string
  miniKey: string
}

export interface Sent {
  events: number
  rows: number
  /** Events that the server put among its dead letters. */
  refused: number
}

const AT_ONCE = 1000
const PATIENCE_MS = 60_000
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * What people's own devices said first, then what the shop's servers said. Repeating it changes nothing.
 * @throws an Error with the server's words when it does not take them within a minute
 */
export async function send(door: Door, traces: readonly Trace[]): Promise<Sent> {
  const sent: Sent = { events: 0, rows: 0, refused: 0 }
  const parts = (way: Trace['way']) => {
    const all = traces.filter((t) => t.way === way)
    return Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, i) =>
      all.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
    )
  }
  await Promise.all([
    ...parts('client').map((part) => sendEvents(door, door.webKey, part, sent)),
    ...parts('sensors').map((part) => sendRecords(door, part, sent)),
  ])
  await Promise.all(parts('server').map((part) => sendEvents(door, door.writeKey, part, sent)))
  await Promise.all(parts('profile').map((part) => sendProfiles(door, part, sent)))
  return sent
}

async function sendEvents(door: Door, key: string, part: readonly Trace[], sent: Sent) {
  const events = part.flatMap((t): OwnEvent[] => ('event' in t ? [t.event] : []))
  const answer = await post(`${door.url}/v1/events`, {
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ events }),
  })
  const { accepted, rejected } = (await answer.json()) as { accepted: number; rejected: unknown[] }
  sent.events += accepted
  sent.refused += rejected.length
}

async function sendProfiles(door: Door, part: readonly Trace[], sent: Sent) {
  const customers = part.flatMap((t) => ('customer' in t ? [t.customer] : []))
  const answer = await post(`${door.url}/v1/customers`, {
    headers: { authorization: `Bearer ${door.writeKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ customers }),
  })
  const { accepted, rejected } = (await answer.json()) as { accepted: number; rejected: unknown[] }
  sent.events += accepted
  sent.refused += rejected.length
}

async function sendRecords(door: Door, part: readonly Trace[], sent: Sent) {
  const records = part.flatMap((t) =>
    'record' in t ? [{ ...t.record, _flush_time: Date.now() }] : [],
  )
  const data = Buffer.from(JSON.stringify(records)).toString('base64')
  await post(`${door.url}/sa?project=demo&token=${door.miniKey}`, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `data_list=${encodeURIComponent(data)}&gzip=0`,
  })
  sent.events += records.length
}

/** Tried again while the server is busy; a refusal is not. */
async function post(url: string, init: RequestInit): Promise<Response> {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const answer = await fetch(url, { method: 'POST', ...init }).catch((error: Error) => error)
    if (!(answer instanceof Error)) {
      if (answer.ok) return answer
      if (![429, 500, 502, 503, 504].includes(answer.status))
        throw new Error(
          `${new URL(url).pathname} answered ${answer.status}: ${await answer.text()}`,
        )
    }
    if (Date.now() > until)
      throw new Error(
        `${new URL(url).pathname} was not taken within a minute`,
        answer instanceof Error ? { cause: answer } : {},
      )
    await wait(500)
  }
}

/** Files as a shop exports them, one a kind and source, and waits until they are imported. */
export async function sendFiles(door: Door, traces: readonly Trace[]): Promise<number> {
  const files = new Map<string, FileRow[]>()
  for (const trace of traces) {
    if (trace.way !== 'file') continue
    const key = `${trace.row.file} ${trace.row.source}`
    const list = files.get(key)
    if (list) list.push(trace.row)
    else files.set(key, [trace.row])
  }
  let rows = 0
  for (const list of files.values()) {
    const [first] = list
    if (!first) continue
    await importFile(
      door,
      first.file,
      first.source,
      list.map((r) => r.cells),
    )
    rows += list.length
  }
  return rows
}

/** The tree of regions and stores, and who works where. */
export async function importStructure(
  door: Door,
  kind: 'regions' | 'stores' | 'staff',
  rows: readonly Record<string, string>[],
): Promise<void> {
  const answer = await post(`${door.url}/api/v1/org/import`, {
    headers: { authorization: `Bearer ${door.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ kind, csv: csv(rows) }),
  })
  const { rejected } = (await answer.json()) as { rejected: { reason: string }[] }
  if (rejected.length > 0)
    throw new Error(`${kind} were refused: ${rejected.map((r) => r.reason).join('; ')}`)
}

/** @throws an Error with the server's words, unless its status is one that `passes` */
export async function ask<Answer = unknown>(
  door: Door,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH',
  path: string,
  {
    body,
    passes = [],
    key,
  }: {
    body?: object
    passes?: readonly number[]
    /** The same one is the same act. */
    key?: string
  } = {},
): Promise<Answer> {
  const answer = await fetch(`${door.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${door.apiKey}`,
      ...(body && { 'content-type': 'application/json' }),
      ...(key && { 'idempotency-key': key }),
    },
    ...(body && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok && !passes.includes(answer.status))
    throw new Error(`${path.split('?')[0]} answered ${answer.status}: ${text}`)
  return (text ? JSON.parse(text) : {}) as Answer
}

/** @returns its id; the same picture told again is the one that is there */
export async function addPicture(door: Door, name: string, png: Buffer): Promise<string> {
  const answer = await post(`${door.url}/api/v1/pictures?name=${encodeURIComponent(name)}`, {
    headers: { authorization: `Bearer ${door.apiKey}`, 'content-type': 'image/png' },
    body: new Uint8Array(png),
  })
  return ((await answer.json()) as { id: string }).id
}

/** What channels and hooks are called, by kind and code. */
export async function nameCodes(
  door: Door,
  named: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Promise<void> {
  const names = Object.entries(named).flatMap(([kind, codes]) =>
    Object.entries(codes).map(([code, name]) => ({ kind, code, name })),
  )
  await post(`${door.url}/api/v1/tracking/codes`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${door.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ names }),
  })
}

export async function importFile(
  door: Door,
  kind: string,
  source: string,
  rows: readonly Record<string, string>[],
): Promise<void> {
  const form = new FormData()
  form.set('kind', kind)
  form.set('source', source)
  // A start that was cut off sends the same file again; what is known is not counted twice.
  form.set('again', 'true')
  form.set('file', new Blob([csv(rows)]), `${source}-${kind}.csv`)
  const answer = await post(`${door.url}/api/v1/imports`, {
    headers: { authorization: `Bearer ${door.apiKey}` },
    body: form,
  })
  const { id } = (await answer.json()) as { id: string }
  for (;;) {
    await wait(300)
    const look = await fetch(`${door.url}/api/v1/imports/${id}`, {
      headers: { authorization: `Bearer ${door.apiKey}` },
    })
    const { state } = (await look.json()) as { state: string }
    if (state === 'done') return
    if (state === 'failed' || state === 'undone')
      throw new Error(`the import of ${source}'s ${kind} ended as ${state}`)
  }
}

export function csv(rows: readonly Record<string, string>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const lines = rows.map((row) => columns.map((c) => cell(row[c] ?? '')).join(','))
  return `${[columns.join(','), ...lines].join('\n')}\n`
}
