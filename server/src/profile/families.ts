// Families: links between customers that both sides agreed to. They hang on nodes, so they follow
// merges and come back with an unmerge.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { canonicalOf, nodesOf } from '../identity/index.ts'
import { demandCustomerInScope } from '../org/index.ts'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, invalid, notFound } from '../platform/errors.ts'
import { recordEvents } from '../platform/outbox.ts'
import { type LinkKind, missingOf, SEEN_FROM, stateOfLink } from './families-rules.ts'

export interface LinkEvidence {
  form?: string | undefined
  document?: string | undefined
  note?: string | undefined
  /** Who said yes for a child. */
  guardian?: string | undefined
}

export interface NewLink {
  otherId: number
  /** What this customer is to the other. */
  kind: LinkKind
  isMinor: boolean
  otherIsMinor: boolean
  agreed: boolean
  otherAgreed: boolean
  evidence: LinkEvidence
}

interface Row {
  id: string
  node_id: number
  other_node_id: number
  node_customer: number
  other_customer: number
  kind: LinkKind
  node_is_minor: boolean
  other_is_minor: boolean
  node_agreed_at: Date | null
  other_agreed_at: Date | null
  evidence: LinkEvidence
  source: string
  asserted_by_name: string
  created_at: Date
  ended_at: Date | null
  ended_by_name: string | null
  end_reason: string | null
}

async function canonical(ctx: Ctx, id: number): Promise<number> {
  const found = (await canonicalOf(ctx, [id])).get(id)
  if (found === undefined) throw notFound('customer')
  await demandCustomerInScope(ctx, found)
  return found
}

async function linksOf(ctx: Ctx, nodes: readonly number[]): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select l.id, l.node_id, l.other_node_id, a.canonical_id as node_customer, b.canonical_id as other_customer, l.kind,
      l.node_is_minor, l.other_is_minor, l.node_agreed_at, l.other_agreed_at, l.evidence, l.source, l.asserted_by_name,
      l.created_at, l.ended_at, l.ended_by_name, l.end_reason
    from family_link l
    join customer a on a.tenant_id = l.tenant_id and a.id = l.node_id
    join customer b on b.tenant_id = l.tenant_id and b.id = l.other_node_id
    where l.tenant_id = ${ctx.tenantId} and (l.node_id = any(${[...nodes]}::bigint[]) or l.other_node_id = any(${[...nodes]}::bigint[]))
    order by l.created_at, l.id`.execute(ctx.pg)
  return rows
}

/** As one side sees it. Links between two nodes that turned out to be one person are none. */
function seenBy(row: Row, customer: number) {
  const mine = row.node_customer === customer ? 'node' : 'other'
  const theirs = mine === 'node' ? 'other' : 'node'
  const agreement = {
    nodeAgreed: row.node_agreed_at !== null,
    otherAgreed: row.other_agreed_at !== null,
    nodeIsMinor: row.node_is_minor,
    otherIsMinor: row.other_is_minor,
  }
  return {
    id: row.id,
    customer_id: mine === 'node' ? row.other_customer : row.node_customer,
    is: SEEN_FROM[row.kind][mine],
    minor: mine === 'node' ? row.other_is_minor : row.node_is_minor,
    state: stateOfLink({ ...agreement, ended: row.ended_at !== null }),
    waits_for: {
      this_side: missingOf(agreement, mine),
      other_side: missingOf(agreement, theirs),
    },
    evidence: row.evidence,
    source: row.source,
    asserted_by: row.asserted_by_name,
    since: row.created_at.toISOString(),
    ended_at: row.ended_at?.toISOString() ?? null,
    ended_by: row.ended_by_name,
    end_reason: row.end_reason,
  }
}

/** The links of one customer, those that ended last. */
export async function familyOf(ctx: Ctx, id: number) {
  const customer = await canonical(ctx, id)
  const nodes = (await nodesOf(ctx, [customer])).get(customer) ?? []
  const links = (await linksOf(ctx, nodes))
    .filter((row) => row.node_customer !== row.other_customer)
    .map((row) => seenBy(row, customer))
  return {
    items: [
      ...links.filter((l) => l.state !== 'ended'),
      ...links.filter((l) => l.state === 'ended').reverse(),
    ],
  }
}

/** @throws 404 for either customer, 400 for herself, 409 when they are linked already */
export function linkFamily(ctx: Ctx, id: number, given: NewLink): Promise<string> {
  return inTx(ctx, async (ctx) => {
    const [mine, other] = [await canonical(ctx, id), await canonical(ctx, given.otherId)]
    if (mine === other) throw invalid('own_family', 'A customer is not their own family')
    if (given.isMinor && given.kind === 'guardian')
      throw invalid('minor_guardian', 'A minor cannot be somebody’s guardian')
    for (const side of ['isMinor', 'otherIsMinor'] as const) {
      const agreed = side === 'isMinor' ? given.agreed : given.otherAgreed
      if (given[side] && agreed && !given.evidence.guardian)
        throw invalid('guardian_not_named', 'Name the guardian who agreed for the minor')
    }
    // The two rows in id order: whoever links them at the same moment waits, and finds this one.
    await sql`select id from customer where tenant_id = ${ctx.tenantId} and id = any(${[mine, other]}::bigint[])
      order by id for no key update`.execute(ctx.pg)
    const nodes = (await nodesOf(ctx, [mine])).get(mine) ?? []
    const standing = (await linksOf(ctx, nodes)).find(
      (l) => l.ended_at === null && (l.node_customer === other || l.other_customer === other),
    )
    if (standing)
      throw conflict('already_linked', 'These two are linked already; end that link first', {
        id: standing.id,
      })
    const linkId = randomUUIDv7()
    const now = ctx.now()
    await sql`insert into family_link (tenant_id, id, node_id, other_node_id, kind, node_is_minor, other_is_minor,
        node_agreed_at, other_agreed_at, evidence, source, asserted_by, asserted_by_name, created_at)
      values (${ctx.tenantId}, ${linkId}, ${mine}, ${other}, ${given.kind}, ${given.isMinor}, ${given.otherIsMinor},
        ${given.agreed ? now : null}, ${given.otherAgreed ? now : null}, ${JSON.stringify(given.evidence)}::jsonb,
        'console', ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${ctx.actor.name}, ${now})`.execute(
      ctx.pg,
    )
    await audit(
      ctx,
      'family.linked',
      { kind: 'customer', id: String(mine) },
      { link: linkId, other: other, kind: given.kind },
    )
    if (given.agreed && given.otherAgreed) await tell(ctx, 'family_linked', linkId, mine, other)
    return linkId
  })
}

/** Each of the two has it in their story; neither learns who the other is before both agreed. */
async function tell(ctx: Ctx, name: string, link: string, a: number, b: number): Promise<void> {
  await recordEvents(
    ctx,
    [a, b].map((customerId) => ({
      name,
      customerId,
      at: ctx.now(),
      source: 'profile',
      props: { link_id: link },
    })),
  )
}

async function lockLink(ctx: Ctx, id: number, linkId: string): Promise<{ row: Row; mine: number }> {
  const mine = await canonical(ctx, id)
  await sql`select 1 from family_link where tenant_id = ${ctx.tenantId} and id = ${linkId} for update`.execute(
    ctx.pg,
  )
  const nodes = (await nodesOf(ctx, [mine])).get(mine) ?? []
  const row = (await linksOf(ctx, nodes)).find((l) => l.id === linkId)
  if (!row) throw notFound('family_link')
  if (row.ended_at) throw conflict('link_ended', 'This link was ended already')
  return { row, mine }
}

/** Writes down that this side agreed too. */
export function agreeToLink(
  ctx: Ctx,
  id: number,
  linkId: string,
  evidence: LinkEvidence,
): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { row, mine } = await lockLink(ctx, id, linkId)
    const side = row.node_customer === mine ? 'node' : 'other'
    const isMinor = side === 'node' ? row.node_is_minor : row.other_is_minor
    if (isMinor && !evidence.guardian)
      throw invalid('guardian_not_named', 'Name the guardian who agreed for the minor')
    const column = side === 'node' ? sql`node_agreed_at` : sql`other_agreed_at`
    await sql`update family_link set ${column} = coalesce(${column}, ${ctx.now()}),
        evidence = evidence || ${JSON.stringify(evidence)}::jsonb
      where tenant_id = ${ctx.tenantId} and id = ${linkId}`.execute(ctx.pg)
    await audit(ctx, 'family.agreed', { kind: 'customer', id: String(mine) }, { link: linkId })
    const wasWaiting = side === 'node' ? !row.node_agreed_at : !row.other_agreed_at
    const otherAgreed = side === 'node' ? row.other_agreed_at : row.node_agreed_at
    if (wasWaiting && otherAgreed)
      await tell(ctx, 'family_linked', linkId, row.node_customer, row.other_customer)
  })
}

/** Either side can, at any time: a withdrawn yes needs no reason of law. */
export function endLink(ctx: Ctx, id: number, linkId: string, reason: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { row, mine } = await lockLink(ctx, id, linkId)
    await sql`update family_link set ended_at = ${ctx.now()}, ended_by_name = ${ctx.actor.name}, end_reason = ${reason}
      where tenant_id = ${ctx.tenantId} and id = ${linkId}`.execute(ctx.pg)
    await audit(
      ctx,
      'family.unlinked',
      { kind: 'customer', id: String(mine) },
      { link: linkId, reason },
    )
    if (row.node_agreed_at && row.other_agreed_at)
      await tell(ctx, 'family_unlinked', linkId, row.node_customer, row.other_customer)
  })
}
