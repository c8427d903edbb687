// Events' identifiers in, nodes out: known sets from memory, the rest decided as one set.
import { sql } from 'kysely'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { metrics } from '../platform/metrics.ts'
import type { IdentityMemory } from './memory.ts'
import { type Namespaces, normalise } from './namespaces.ts'
import { mergePolicy } from './policy.ts'
import { detach, settle, type Value } from './settle.ts'
import { loadNamespaces, loadWorld, lockIdentity, readEpoch, saveWorld } from './store.ts'
import { groupOf, identKey, type World } from './world.ts'

/** A bare id that is a member_id when known as one, else anonymous. */
const AMBIGUOUS = 'distinct_id'
/** What an alias' previous id may be, in the order it is looked for. */
const PREVIOUS_KINDS = ['anonymous', 'member_id']

export interface ResolveRequest {
  /** When it happened, epoch ms. Decides between two logins of one device. */
  at: number
  intent: 'observe' | 'bind' | 'unbind' | 'alias' | 'none'
  identifiers: readonly { namespace: string; value: string }[]
  /** For `unbind`: whose values they are. */
  subject?: readonly { namespace: string; value: string }[]
  /** For `alias`: looked for in anonymous, then member_id. */
  previousId?: string
  isVerified: boolean
  source: string
  /** What is written beside a merge, e.g. the event's name. */
  reason: string
}
export interface Resolution {
  /** Null when nothing in it identifies anybody. */
  node: number | null
  /** As stored and compared; placeholders are not among them. */
  identifiers: { namespace: string; value: string }[]
}
export interface Resolved {
  resolutions: Resolution[]
  /** To be called once the transaction has committed: only then may it be remembered. */
  committed(): void
}

interface Pending {
  index: number
  request: ResolveRequest
  values: Value[]
  subject: Value[]
  previous: Value[]
  signature: string
  isAmbiguous: boolean
}

/**
 * Finds or makes the node of each request, in the transaction of `ctx` (or one of its own).
 * Requests of one call are decided in order of `at`. Without `memory` nothing is cached.
 */
export async function resolve(
  ctx: Ctx,
  requests: readonly ResolveRequest[],
  memory?: IdentityMemory,
  namespaces?: Namespaces,
): Promise<Resolved> {
  const kindOf = namespaces ?? (await loadNamespaces(ctx))
  const resolutions: Resolution[] = new Array(requests.length)
  const pending: Pending[] = []
  const epoch = memory ? await readEpoch(ctx) : 0
  memory?.atEpoch(ctx.tenantId, epoch)
  for (const [index, request] of requests.entries()) {
    const signature = memory ? signatureOf(request) : ''
    const remembered =
      signature === '' ? undefined : memory?.find(ctx.tenantId, signature, request.at)
    if (remembered) {
      resolutions[index] = remembered
      continue
    }
    const one = prepare(index, request, signature, kindOf)
    resolutions[index] = { node: null, identifiers: one.values.map(plain) }
    if (one.values.length > 0) pending.push(one)
  }
  metrics.identityResolutions.inc({ how: 'remembered' }, requests.length - pending.length)
  if (pending.length === 0) return { resolutions, committed: () => {} }
  const decided = await inTx(ctx, (ctx) => decide(ctx, pending, kindOf, memory))
  for (const [i, one] of pending.entries()) {
    const result = decided.results[i]
    if (result) resolutions[one.index] = result
  }
  return {
    resolutions,
    committed() {
      if (!memory) return
      if (decided.raisedEpoch) return memory.forget(ctx.tenantId)
      // Another transaction has moved or erased values since: these nodes may be no more.
      if (memory.epochOf(ctx.tenantId) !== epoch) return
      for (const [i, one] of pending.entries()) {
        const result = decided.results[i]
        if (!result || result.node === null || !result.isStable || !one.signature) continue
        memory.keep(ctx.tenantId, one.signature, {
          node: result.node,
          identifiers: result.identifiers,
          bound: result.bound,
        })
      }
    },
  }
}

interface Decided extends Resolution {
  /** The same set again would change nothing but `bound_at`. */
  isStable: boolean
  bound: string[]
}

async function decide(
  ctx: Ctx,
  pending: Pending[],
  kindOf: Namespaces,
  memory: IdentityMemory | undefined,
) {
  metrics.identityResolutions.inc({ how: 'decided' }, pending.length)
  await lockIdentity(ctx)
  const wanted = new Map<string, Value>()
  const want = (v: Value) => wanted.set(identKey(v.kind.namespace, v.value), v)
  for (const one of pending) {
    for (const v of [...one.values, ...one.subject]) {
      want(v)
      if (v.kind.namespace !== AMBIGUOUS) continue
      want({ kind: kindOf('member_id'), value: v.value })
      want({ kind: kindOf('anonymous'), value: v.value })
    }
    // Who is declared a member now may have sent events under the bare id before.
    const declaredMember = memberDeclaredBy(one)
    if (declaredMember) want({ kind: kindOf('anonymous'), value: declaredMember })
    for (const v of one.previous) want(v)
  }
  const world = await loadWorld(ctx, [...wanted.values()], kindOf, mergePolicy())
  if (memory) {
    for (const [key, ident] of world.idents)
      ident.boundAt = Math.max(ident.boundAt, memory.boundOf(ctx.tenantId, key))
  }
  const inOrder = pending
    .map((one, i) => ({ one, i }))
    .sort((a, b) => a.one.request.at - b.one.request.at || a.i - b.i)
  const nodes: (number | null)[] = new Array(pending.length).fill(null)
  const values: Value[][] = pending.map((p) => p.values)
  for (const { one, i } of inOrder) {
    values[i] = declared(world, one.values, kindOf)
    if (one.request.intent === 'unbind') nodes[i] = unbind(world, one, values[i], kindOf)
    else if (one.request.intent !== 'none') {
      const evidence = {
        values: withEarlier(world, one, withPrevious(world, one, values[i]), kindOf),
        at: one.request.at,
        isVerified: one.request.isVerified,
        source: one.request.source,
        reason: one.request.reason,
      }
      nodes[i] = settle(world, evidence, kindOf)
    }
  }
  const raisedEpoch = [...world.idents.values()].some(
    (i) => i.isDetached || (i.isChanged && i.isContested),
  )
  const real = await saveWorld(ctx, world)
  metrics.identityMerges.inc({ outcome: 'merged' }, world.edges.length)
  metrics.identityMerges.inc({ outcome: 'conflict' }, world.conflicts.length)
  const results = pending.map((one, i): Decided => {
    const node = nodes[i] ?? null
    const mine = values[i] ?? []
    return {
      node: node === null ? null : real(node),
      identifiers: mine.map(plain),
      isStable: node !== null && isStable(world, one, mine, node),
      bound: mine.some((v) => !v.kind.isWeak)
        ? mine.filter((v) => v.kind.isWeak).map((v) => identKey(v.kind.namespace, v.value))
        : [],
    }
  })
  return { results, raisedEpoch }
}

/** What a client sends again and again, as it sent it; '' for what must be decided every time. */
function signatureOf(request: ResolveRequest): string {
  if ((request.intent !== 'observe' && request.intent !== 'bind') || request.previousId) return ''
  let signature = request.isVerified ? 'v' : 'c'
  for (const { namespace, value } of request.identifiers)
    signature += `\x1e${namespace}\x1f${value}`
  return signature
}

function prepare(
  index: number,
  request: ResolveRequest,
  signature: string,
  kindOf: Namespaces,
): Pending {
  const values = normalised(request.identifiers, kindOf)
  const isAmbiguous = values.some((v) => v.kind.namespace === AMBIGUOUS)
  return {
    index,
    request,
    values,
    subject: normalised(request.subject ?? [], kindOf),
    previous: normalised(
      request.previousId
        ? PREVIOUS_KINDS.map((namespace) => ({ namespace, value: request.previousId ?? '' }))
        : [],
      kindOf,
    ),
    signature,
    isAmbiguous,
  }
}

function normalised(identifiers: ResolveRequest['identifiers'], kindOf: Namespaces): Value[] {
  const seen = new Set<string>()
  const values: Value[] = []
  for (const { namespace, value } of identifiers) {
    const kind = kindOf(namespace)
    const text = normalise(kind, value)
    if (text === undefined) continue
    const key = identKey(namespace, text)
    if (seen.has(key)) continue
    seen.add(key)
    values.push({ kind, value: text })
  }
  return values
}

/** Turns a bare distinct_id into what it is known as. */
function declared(world: World, values: Value[], kindOf: Namespaces): Value[] {
  return values.map((v) => {
    if (v.kind.namespace !== AMBIGUOUS) return v
    const isMember = world.idents.has(identKey('member_id', v.value))
    return { kind: kindOf(isMember ? 'member_id' : 'anonymous'), value: v.value }
  })
}

const memberDeclaredBy = (one: Pending): string | undefined =>
  one.request.intent === 'bind'
    ? one.values.find((v) => v.kind.namespace === 'member_id')?.value
    : undefined

/** With the anonymous customer who sent a bare id before a login declared it a member's. */
function withEarlier(world: World, one: Pending, values: Value[], kindOf: Namespaces): Value[] {
  const member = memberDeclaredBy(one)
  if (member === undefined || !world.idents.has(identKey('anonymous', member))) return values
  return [...values, { kind: kindOf('anonymous'), value: member }]
}

function withPrevious(world: World, one: Pending, values: Value[]): Value[] {
  const known = one.previous.find((v) => world.idents.has(identKey(v.kind.namespace, v.value)))
  const previous = known ?? one.previous[0]
  return previous ? [...values, previous] : values
}

function unbind(world: World, one: Pending, values: Value[], kindOf: Namespaces): number | null {
  const subject = declared(world, one.subject, kindOf)
    .map((v) => world.idents.get(identKey(v.kind.namespace, v.value)))
    .find((ident) => ident !== undefined)
  if (!subject && !one.request.isVerified) return null
  const gone = detach(world, values, subject && groupOf(subject))
  return subject?.node ?? gone[0]?.node ?? null
}

function isStable(world: World, one: Pending, values: Value[], node: number): boolean {
  if (one.isAmbiguous && values.every((v) => v.kind.isWeak)) return false
  const first = values
    .map((v) => world.idents.get(identKey(v.kind.namespace, v.value)))
    .find((i) => i?.node === node)
  if (!first) return false
  const home = groupOf(first)
  return values.every((v) => {
    const ident = world.idents.get(identKey(v.kind.namespace, v.value))
    // A strong value that is somebody else's stays so; a weak one may still move to a later login.
    return !v.kind.isWeak || ident?.isShared || (ident !== undefined && groupOf(ident) === home)
  })
}

const plain = (v: Value) => ({ namespace: v.kind.namespace, value: v.value })

/** Writes the newest logins that memory has seen; a minute's delay only matters to late events. */
export async function writeBounds(
  ctxOf: (tenantId: string) => Ctx,
  memory: IdentityMemory,
): Promise<void> {
  for (const { tenantId, bounds } of memory.takeBounds()) {
    const keys = [...bounds.keys()].sort()
    await inTx(ctxOf(tenantId), async (ctx) => {
      await lockIdentity(ctx)
      await sql`update identifier i set bound_at = b.at
        from unnest(${keys.map((k) => k.split('\x1f')[0] ?? '')}::text[], ${keys.map((k) => k.slice(k.indexOf('\x1f') + 1))}::text[],
          ${keys.map((k) => new Date(bounds.get(k) ?? 0))}::timestamptz[]) as b (namespace, value, at)
        where i.tenant_id = ${tenantId} and i.namespace = b.namespace and i.value = b.value and i.bound_at < b.at`.execute(
        ctx.pg,
      )
    })
  }
}
