// Who stands at the till: by the code on her phone, the phone she has proved, or her card's number.
import { sql } from 'kysely'
import { phone, verifiedNodesOf } from '../identity/index.ts'
import { ownMembership, ownPoints, ownStoredValue } from '../membership/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { invalid, notFound } from '../platform/errors.ts'
import type { Secrets } from '../platform/secrets.ts'
import { canonicalInScope } from '../profile/index.ts'
import { couponsOf } from '../promotion/index.ts'
import { memberCodeKey, readMemberCode } from '../shop/index.ts'

export type ShownBy =
  | { by: 'member_code'; member_code: string }
  | { by: 'phone'; phone: string }
  | { by: 'card_number'; card_number: string }

/** @returns a node that is hers. @throws 400 member_code_invalid, 404 */
export async function nodeOf(ctx: Ctx, secrets: Secrets, shown: ShownBy): Promise<number> {
  const node = await foundBy(ctx, secrets, shown)
  if (node === undefined) throw notFound('customer')
  await canonicalInScope(ctx, node)
  return node
}

async function foundBy(ctx: Ctx, secrets: Secrets, shown: ShownBy): Promise<number | undefined> {
  if (shown.by === 'member_code') {
    const key = memberCodeKey(secrets, ctx.tenantId)
    const node = readMemberCode(key, shown.member_code.replaceAll(/\s/g, ''), ctx.now())
    if (node === undefined)
      throw invalid(
        'member_code_invalid',
        'No code of ours, or an old one: ask for the one shown now',
      )
    return node
  }
  const { rows } = await (shown.by === 'phone'
    ? sql<{ node_id: number }>`select node_id from identifier where tenant_id = ${ctx.tenantId}
        and namespace = 'phone' and value = ${phone(shown.phone) ?? ''} and is_verified`
    : sql<{ node_id: number }>`select node_id from member where tenant_id = ${ctx.tenantId}
        and number = ${shown.card_number.replaceAll(/\s/g, '')} and left_at is null`
  ).execute(ctx.pg)
  return rows[0]?.node_id
}

/** What of hers counts at the till. Levels, points and coupons are those of the nodes proved to be hers. */
export async function whoIs(ctx: Ctx, node: number) {
  const nodes = await verifiedNodesOf(ctx, node)
  const membership = await ownMembership(ctx, node, nodes)
  const { spendable, worth_fen, least_points, most_bp } = await ownPoints(ctx, node)
  const now = ctx.now().getTime()
  const coupons = (await couponsOf(ctx, nodes)).filter(
    ({ state, valid_from }) =>
      state === 'taken' && (valid_from === null || Date.parse(valid_from) <= now),
  )
  const standing = membership?.standing ?? null
  const level = membership?.levels.find(({ code }) => code === standing?.level)
  return {
    customer_id: node,
    member: membership?.member ? { number: membership.member.number } : null,
    level: level ? { code: level.code, name: level.name, name_en: level.name_en } : null,
    benefits: (membership?.benefits ?? []).map(({ code, name, name_en, left }) => ({
      ...{ code, name, name_en, left },
    })),
    points: { spendable, worth_fen, least_points, most_bp },
    stored_value: await ownStoredValue(ctx, node),
    coupons: coupons.map(({ code, batch_name, offer_name, valid_to }) => ({
      ...{ code, name: batch_name, offer_name, valid_to },
    })),
  }
}
