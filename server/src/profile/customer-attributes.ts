// One customer's attributes: what counts, who said what, what it was before; edits by people.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { canonicalOf } from '../identity/index.ts'
import { demandCustomerInScope } from '../org/index.ts'
import { audit } from '../platform/audit.ts'
import { can } from '../platform/auth.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, invalid, notFound } from '../platform/errors.ts'
import { recordEvents } from '../platform/outbox.ts'
import { checkValue, typeOfValue } from './attribute-value.ts'
import { OPERATOR } from './built-in.ts'
import { byWeight, maskValue } from './combine.ts'
import {
  attributeComputed,
  definitionFor,
  listDefinitions,
  type StoredDefinition,
} from './definitions.ts'
import { loadHandlings } from './handling.ts'
import { theVault } from './vault.ts'

/** What one source says of one node. */
interface Word {
  node: number
  name: string
  source: string
  /** Undefined while it is sealed. */
  value: unknown
  sealed: string | null
  digest: string | null
  at: Date
  actor: string | null
}

export interface SourceWord {
  source: string
  /** The customer it was said of, before merges. */
  node: number
  value: unknown
  at: Date
  actor: string | null
  counts: boolean
}

export interface CustomerAttribute {
  definition: StoredDefinition
  /** Null with `isHidden`: a sensitive value, to be asked for by itself. */
  value: unknown
  isHidden: boolean
  isShortened: boolean
  source: string | null
  at: Date | null
  version: string
  words: SourceWord[]
}

/** Changes whenever what is shown changes, and with nothing else. */
const versionOf = (word: Word | undefined) =>
  word === undefined || isNothing(word)
    ? 'none'
    : createHash('sha256')
        .update(JSON.stringify([word.source, word.digest ?? word.value]))
        .digest('base64url')
        .slice(0, 16)

const isNothing = (word: Word) => word.value === null && word.sealed === null

/** @throws 404, also out of scope */
export async function customerOf(ctx: Ctx, id: number): Promise<number> {
  const canonical = (await canonicalOf(ctx, [id])).get(id)
  if (canonical === undefined) throw notFound('customer')
  await demandCustomerInScope(ctx, canonical)
  return canonical
}

async function wordsOf(ctx: Ctx, customerId: number, name?: string): Promise<Word[]> {
  const { rows } = await sql<Word>`
    with nodes as (select id from customer where tenant_id = ${ctx.tenantId} and canonical_id = ${customerId})
    select a.node_id as node, a.name, a.source, a.value, null as sealed, null as digest, a.at, a.actor
    from attribute a where a.tenant_id = ${ctx.tenantId} and a.node_id in (select id from nodes)
      ${name === undefined ? sql`` : sql`and a.name = ${name}`}
    union all
    select s.node_id, s.name, s.source, null, s.sealed, encode(s.digest, 'hex'), s.at, s.actor
    from sealed_attribute s where s.tenant_id = ${ctx.tenantId} and s.node_id in (select id from nodes)
      ${name === undefined ? sql`` : sql`and s.name = ${name}`}`.execute(ctx.pg)
  return rows
}

export async function customerAttributes(ctx: Ctx, id: number): Promise<CustomerAttribute[]> {
  const customerId = await customerOf(ctx, id)
  const [definitions, handlings, words] = await Promise.all([
    listDefinitions(ctx),
    loadHandlings(ctx),
    wordsOf(ctx, customerId),
  ])
  const byName = new Map<string, Word[]>()
  for (const word of words) {
    const list = byName.get(word.name)
    if (list) list.push(word)
    else byName.set(word.name, [word])
  }
  const shown = new Set([
    ...definitions.filter((d) => !d.isArchived).map((d) => d.name),
    ...byName.keys(),
  ])
  return [...shown].map((name) =>
    present(ctx, definitionFor(definitions, handlings, name), byName.get(name) ?? []),
  )
}

function present(ctx: Ctx, given: StoredDefinition, words: Word[]): CustomerAttribute {
  const inOrder = [...words].sort(byWeight(given.sourcePriority))
  const winner = inOrder[0]
  // A name that nobody defined is edited as what it holds: a list stays a list.
  const isDefined = given.isBuiltIn || given.version > 0
  const definition = isDefined ? given : { ...given, type: typeOfValue(winner?.value) }
  const isSensitive = definition.dataClass === 'sensitive'
  const isShortened = !isSensitive && definition.isMasked && !can(ctx.actor, 'customers:unmask')
  const say = (word: Word) =>
    isSensitive ? null : isShortened ? maskValue(word.value) : word.value
  const has = winner !== undefined && !isNothing(winner)
  return {
    definition,
    value: has ? say(winner) : null,
    isHidden: has && isSensitive,
    isShortened: has && isShortened,
    source: has ? winner.source : null,
    at: has ? winner.at : null,
    version: versionOf(winner),
    words: inOrder.map((word) => ({
      source: word.source,
      node: word.node,
      value: say(word),
      at: word.at,
      actor: word.actor,
      counts: word === winner,
    })),
  }
}

async function attributeOf(ctx: Ctx, customerId: number, name: string) {
  const [definitions, handlings, words] = await Promise.all([
    listDefinitions(ctx),
    loadHandlings(ctx),
    wordsOf(ctx, customerId, name),
  ])
  const definition = definitionFor(definitions, handlings, name)
  return { definition, words, shown: present(ctx, definition, words) }
}

/**
 * A person's word, under the source `operator` and the customer's own id, so that it stays with
 * her side of a merge. `null` says that there is nothing; `undefined` takes the person's word back.
 * @throws 409 edited_meanwhile with the present value when it is no longer what the person saw
 */
export function editAttribute(
  ctx: Ctx,
  id: number,
  name: string,
  change: { value: unknown; version: string },
): Promise<CustomerAttribute> {
  return inTx(ctx, async (ctx) => {
    const customerId = await lockCustomer(ctx, id)
    const { definition, words, shown } = await attributeOf(ctx, customerId, name)
    if (shown.version !== change.version) throw editedMeanwhile(shown)
    if (definition.isComputed) throw attributeComputed()
    if (definition.isArchived)
      throw conflict('attribute_archived', 'This attribute is archived; nothing new is written')
    if (change.value !== null && change.value !== undefined) {
      const why = checkValue(shown.definition, change.value)
      if (why) throw invalid('attribute_value_invalid', why, { type: shown.definition.type })
    }
    // A word that is dated ahead must not keep a later edit from counting.
    const last = Math.max(0, ...words.filter((w) => w.source === OPERATOR).map((w) => +w.at))
    const at = new Date(Math.max(ctx.now().getTime(), last + 1))
    if (change.value === undefined) await withdrawWords(ctx, customerId, name)
    else {
      if (!words.some((w) => w.source === OPERATOR)) await keepNothing(ctx, customerId, name, at)
      await writeWord(ctx, definition, customerId, { name, value: change.value, at })
    }
    await told(ctx, customerId, name, change.value === undefined ? 'withdrawn' : 'edited')
    return (await attributeOf(ctx, customerId, name)).shown
  })
}

const editedMeanwhile = (shown: CustomerAttribute) =>
  conflict('edited_meanwhile', 'Somebody changed it meanwhile', {
    value: shown.value,
    hidden: shown.isHidden,
    source: shown.source,
    at: shown.at?.toISOString() ?? null,
    version: shown.version,
  })

/** Edits of one customer wait for each other; a merge at the same moment too. */
async function lockCustomer(ctx: Ctx, id: number): Promise<number> {
  const before = await customerOf(ctx, id)
  await sql`select id from customer where tenant_id = ${ctx.tenantId} and canonical_id = ${before}
    order by id for no key update`.execute(ctx.pg)
  return customerOf(ctx, before)
}

async function writeWord(
  ctx: Ctx,
  definition: StoredDefinition,
  node: number,
  word: { name: string; value: unknown; at: Date },
): Promise<void> {
  const actor = `${ctx.actor.kind}:${ctx.actor.id}`
  if (definition.dataClass === 'sensitive') {
    const nothing = word.value === null
    const sealed = nothing ? null : theVault().seal(ctx.tenantId, node, word.name, word.value)
    const digest = nothing ? null : theVault().digest(ctx.tenantId, node, word.name, word.value)
    await sql`insert into sealed_attribute (tenant_id, node_id, name, source, sealed, digest, at, actor)
      values (${ctx.tenantId}, ${node}, ${word.name}, ${OPERATOR}, ${sealed}, ${digest}, ${word.at}, ${actor})
      on conflict (tenant_id, node_id, name, source) do update
        set sealed = excluded.sealed, digest = excluded.digest, at = excluded.at, actor = excluded.actor`.execute(
      ctx.pg,
    )
    return
  }
  await sql`insert into attribute (tenant_id, node_id, name, source, value, at, actor)
    values (${ctx.tenantId}, ${node}, ${word.name}, ${OPERATOR}, ${JSON.stringify(word.value)}::jsonb, ${word.at}, ${actor})
    on conflict (tenant_id, node_id, name, source) do update
      set value = excluded.value, at = excluded.at, actor = excluded.actor, once_at = null`.execute(
    ctx.pg,
  )
}

/** That nobody had said anything is what an undo of a first edit goes back to. */
async function keepNothing(ctx: Ctx, node: number, name: string, at: Date): Promise<void> {
  await sql`insert into attribute_history (tenant_id, node_id, name, source, at, replaced_by)
    values (${ctx.tenantId}, ${node}, ${name}, ${OPERATOR}, ${at}, ${`${ctx.actor.kind}:${ctx.actor.id}`})`.execute(
    ctx.pg,
  )
}

/** Takes people's words of the whole group away; what sources said shows again. */
async function withdrawWords(ctx: Ctx, customerId: number, name: string): Promise<void> {
  const by = `${ctx.actor.kind}:${ctx.actor.id}`
  const mine = sql`tenant_id = ${ctx.tenantId} and name = ${name} and source = ${OPERATOR}
    and node_id in (select id from customer where tenant_id = ${ctx.tenantId} and canonical_id = ${customerId})`
  await sql`with gone as (delete from attribute where ${mine} returning *)
    insert into attribute_history (tenant_id, node_id, name, source, value, at, actor, replaced_by)
    select tenant_id, node_id, name, source, value, at, actor, ${by} from gone`.execute(ctx.pg)
  await sql`with gone as (delete from sealed_attribute where ${mine} returning *)
    insert into attribute_history (tenant_id, node_id, name, source, sealed, at, actor, replaced_by)
    select tenant_id, node_id, name, source, sealed, at, actor, ${by} from gone`.execute(ctx.pg)
}

async function told(ctx: Ctx, node: number, name: string, change: string): Promise<void> {
  await audit(ctx, `attribute.${change}`, { kind: 'customer', id: String(node) }, { name })
  await recordEvents(ctx, [
    {
      name: 'attribute_edited',
      customerId: node,
      at: ctx.now(),
      source: 'profile',
      props: { attribute: name, change },
    },
  ])
}

export interface ReplacedWord {
  id: number
  source: string
  node: number
  value: unknown
  isHidden: boolean
  at: Date
  actor: string | null
  replacedAt: Date
  replacedBy: string | null
}

/** What was said before, newest change first. */
export async function attributeHistory(
  ctx: Ctx,
  id: number,
  name: string,
  page: { limit: number; before?: number | undefined },
): Promise<ReplacedWord[]> {
  const customerId = await customerOf(ctx, id)
  const handlings = await loadHandlings(ctx)
  const { rows } = await sql<ReplacedWord & { sealed: string | null }>`
    select position as id, source, node_id as node, value, sealed, at, actor, replaced_at as "replacedAt",
      replaced_by as "replacedBy"
    from attribute_history where tenant_id = ${ctx.tenantId} and name = ${name}
      and node_id in (select id from customer where tenant_id = ${ctx.tenantId} and canonical_id = ${customerId})
      ${page.before === undefined ? sql`` : sql`and position < ${page.before}`}
    order by position desc limit ${page.limit}`.execute(ctx.pg)
  const { dataClass, isMasked } = handlings.of(name)
  const shorten = isMasked && !can(ctx.actor, 'customers:unmask')
  return rows.map(({ sealed, ...row }) => {
    const isHidden = sealed !== null || (dataClass === 'sensitive' && row.value !== null)
    return {
      ...row,
      isHidden,
      value: isHidden ? null : shorten ? maskValue(row.value) : row.value,
    }
  })
}

/**
 * Puts the person's word back to what it was before the latest edit.
 * @throws 409 nothing_to_undo; 409 edited_meanwhile when it is not what the person saw
 */
export function undoEdit(ctx: Ctx, id: number, name: string, version: string) {
  return inTx(ctx, async (ctx) => {
    const customerId = await lockCustomer(ctx, id)
    const { definition, words, shown } = await attributeOf(ctx, customerId, name)
    if (shown.version !== version) throw editedMeanwhile(shown)
    const { rows } = await sql<{
      node: number
      value: unknown
      sealed: string | null
      was_nothing: boolean
    }>`
      select node_id as node, value, sealed, value is null and sealed is null as was_nothing from attribute_history
      where tenant_id = ${ctx.tenantId} and name = ${name} and source = ${OPERATOR}
        and node_id in (select id from customer where tenant_id = ${ctx.tenantId} and canonical_id = ${customerId})
      order by position desc limit 1`.execute(ctx.pg)
    const before = rows[0]
    if (!before) throw conflict('nothing_to_undo', 'Nobody has edited this attribute')
    const last = Math.max(0, ...words.filter((w) => w.source === OPERATOR).map((w) => +w.at))
    const at = new Date(Math.max(ctx.now().getTime(), last + 1))
    if (before.was_nothing) await withdrawWords(ctx, customerId, name)
    else {
      const value = before.sealed
        ? theVault().open(ctx.tenantId, before.node, name, before.sealed)
        : before.value
      if (!words.some((w) => w.source === OPERATOR)) await keepNothing(ctx, customerId, name, at)
      await writeWord(ctx, definition, customerId, { name, value, at })
    }
    await told(ctx, customerId, name, 'undone')
    return (await attributeOf(ctx, customerId, name)).shown
  })
}

export interface Revealed {
  name: string
  value: unknown
  words: { source: string; node: number; value: unknown; at: Date }[]
}

/** Opens sensitive values for a person with the right to; that it was read, by whom and why, is kept. */
export function revealAttributes(
  ctx: Ctx,
  id: number,
  names: readonly string[],
  reason: string,
): Promise<Revealed[]> {
  return inTx(ctx, async (ctx) => {
    const customerId = await customerOf(ctx, id)
    const wanted = new Set(names)
    const [definitions, handlings, all] = await Promise.all([
      listDefinitions(ctx),
      loadHandlings(ctx),
      wordsOf(ctx, customerId),
    ])
    const revealed = [...wanted].map((name) => {
      const { sourcePriority } = definitionFor(definitions, handlings, name)
      const words = all
        .filter((w) => w.name === name)
        .sort(byWeight(sourcePriority))
        .map((w) => ({
          source: w.source,
          node: w.node,
          at: w.at,
          value:
            w.sealed === null ? w.value : theVault().open(ctx.tenantId, w.node, name, w.sealed),
        }))
      return { name, value: words[0]?.value ?? null, words }
    })
    await audit(
      ctx,
      'customer.sensitive_read',
      { kind: 'customer', id: String(customerId) },
      { names: [...wanted].sort(), reason },
    )
    return revealed
  })
}
