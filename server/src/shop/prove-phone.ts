// A phone that its owner has proved. Anybody may have claimed it before, with a public key, for somebody else.
import { sql } from 'kysely'
import { loadNamespaces, type ResolveRequest, resolve } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'

/**
 * Her node, in the open transaction. When the number was only claimed, for somebody who is known by something
 * else, it does not lead there: she gets a node of her own, and the claim stays what it was, a claimed link
 * between the two that joins history and opens nothing.
 */
export async function provePhone(ctx: Ctx, phone: string, visitor: string): Promise<number> {
  const request = (given: Partial<ResolveRequest>): ResolveRequest => ({
    at: ctx.now().getTime(),
    intent: 'bind',
    identifiers: [
      { namespace: 'phone', value: phone },
      { namespace: 'anonymous', value: visitor },
    ],
    isVerified: true,
    source: 'shop',
    reason: 'shop sign-in',
    ...given,
  })
  const claimedFor = await strangerBehind(ctx, phone)
  if (claimedFor)
    await resolve(ctx, [
      request({ intent: 'unbind', identifiers: [{ namespace: 'phone', value: phone }] }),
    ])
  const { resolutions } = await resolve(ctx, [request({})])
  const node = resolutions[0]?.node
  if (node === undefined || node === null) throw new Error('a proved phone leads to nobody')
  if (claimedFor)
    await resolve(ctx, [
      request({
        identifiers: [claimedFor, { namespace: 'phone', value: phone }],
        intent: 'observe',
        isVerified: false,
      }),
    ])
  return node
}

/** The strongest other identifier of who holds the number by a claim alone. */
async function strangerBehind(ctx: Ctx, phone: string) {
  const { rows } = await sql<{ namespace: string; value: string }>`
    select o.namespace, o.value
    from identifier i
    join identifier o on o.tenant_id = i.tenant_id and o.customer_id = i.customer_id
      and (o.namespace, o.value) <> (i.namespace, i.value)
    where i.tenant_id = ${ctx.tenantId} and i.namespace = 'phone' and i.value = ${phone} and not i.is_verified`.execute(
    ctx.pg,
  )
  const kindOf = await loadNamespaces(ctx)
  return rows
    .filter((row) => !kindOf(row.namespace).isWeak)
    .sort((a, b) => kindOf(a.namespace).rank - kindOf(b.namespace).rank)[0]
}
