// Rows that are events, through the same door as everybody's. Each row has its own id for ever.
import type { Collector, Draft } from '../collect/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type Batching, identifiersOf, readEach } from './apply-rows.ts'
import type { DataImport } from './import.ts'
import { BadRow, type Row } from './transforms.ts'

/** Who did it: by this, an import's events are found again when it is undone. */
export const actorOf = (importId: string) => ({
  kind: 'system' as const,
  id: `import:${importId}`,
  name: 'import',
  role: 'owner' as const,
})
export const actorText = (importId: string) => `system:import:${importId}`

const SURROUNDINGS = [
  'page_url',
  'page_path',
  'page_title',
  'referrer',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_content',
  'utm_term',
] as const
const LINKS = [
  'store_id',
  'staff_id',
  'channel_id',
  'activity_id',
  'content_id',
  'order_id',
] as const

/** Stores the rows' events; safe to run again with the same rows. Counts into the batch's tally. */
export async function submitEvents(
  ctx: Ctx,
  collector: Collector,
  b: Batching,
  rows: readonly Row[],
): Promise<void> {
  const read = readDrafts(b, rows)
  if (read.length === 0) return
  // Found here first, so that new customers carry the import's own mark and its undo finds them.
  await b.finder.nodesOf(
    ctx,
    read.map((r) => ({ identifiers: r.value.draft.identifiers, at: r.value.draft.at })),
  )
  const outcomes = await collector.submit({
    tenantId: ctx.tenantId,
    protocol: 'import',
    source: b.job.source,
    writeKeyId: null,
    isVerified: true,
    historical: true,
    isPermanent: true,
    receivedAt: Date.now(),
    drafts: read.map((r, index) => ({ ...r.value.draft, index })),
  })
  for (const [i, outcome] of outcomes.entries()) {
    const one = read[i]
    if (!one) continue
    const notes = one.value.draft.identifiers.length === 0 ? ['without_customer'] : []
    if (outcome.status === 'refused')
      b.tally.reject(b.file, one.row, outcome.refusal.code, outcome.refusal.reason, notes)
    // Without an id of its own a row can only repeat itself, when a killed import goes on.
    else if (outcome.status === 'duplicate' && one.value.ownId)
      b.tally.count(b.file, 'event_known_before', notes)
    else b.tally.count(b.file, 'event', notes)
  }
}

/** Rows as events, those that cannot be read rejected. */
export const readDrafts = (b: Batching, rows: readonly Row[]) =>
  readEach(b, rows, (row) => ({
    draft: draftOf(b, row),
    ownId: b.fields.text(row, 'id') !== '',
  }))

function draftOf(b: Batching, row: Row): Draft {
  const { fields, job } = b
  const at = fields.time(row, 'at')
  if (at === undefined) throw new BadRow('time_missing', 'at is empty')
  const name = fields.text(row, 'name')
  if (name === '') throw new BadRow('value_missing', 'name is empty')
  const id = fields.text(row, 'id')
  const filled = (names: readonly string[]) =>
    Object.fromEntries(names.map((n) => [n, fields.text(row, n)]).filter(([, v]) => v !== ''))
  const sessionId = fields.text(row, 'session_id')
  return {
    index: 0,
    messageId: id || rowId(job, b.file, row),
    dedupeKey: id ? `${job.source}\n${id}` : rowId(job, b.file, row),
    name,
    at,
    clientAt: null,
    platform: fields.text(row, 'platform') || job.mapping.platform,
    ...(sessionId ? { sessionId } : {}),
    intent: 'observe',
    identifiers: identifiersOf(b, row),
    surroundings: filled(SURROUNDINGS),
    links: filled(LINKS),
    actor: actorText(job.id),
    historical: true,
    attributes: [],
    props: Object.fromEntries(fields.typed(row, 'properties')),
    raw: () => Buffer.from(JSON.stringify(row.cells)),
  }
}

const rowId = (job: DataImport, file: number, row: Row) => `import:${job.id}:${file}:${row.row}`
