// Content that is opened with points: read by whoever has opened it, for as long as she has not given it back.
import { sql } from 'kysely'
import { verifiedNodesOf } from '../../identity/index.ts'
import { type Picture, picturesOf } from '../../pictures/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { type ContentPart, getReward, partsOf, picturesIn } from './rewards.ts'

const DAY_MS = 86_400_000

type TextPart = Extract<ContentPart, { kind: 'text' }>
/** Whoever has the address of a picture sees it: it is told to nobody who has not opened the content. */
export type ShownPart =
  | TextPart
  | ({ kind: 'picture'; alt: string } & Pick<Picture, 'url' | 'width' | 'height'>)

export interface OpenedContent {
  id: string
  name: string
  name_en: string
  parts: ShownPart[]
  opened_at: Date
  refundable_until: Date | null
}

/** Also when it is not offered any more; what is only claimed to be one with her opens nothing. @throws 404, 409 content_not_opened */
export async function readContent(ctx: Ctx, id: string, customer: number): Promise<OpenedContent> {
  const { name, name_en, kind, args } = await getReward(ctx, id)
  const nodes = await verifiedNodesOf(ctx, customer)
  const { rows } = await sql<{ at: Date; refundable_until: Date | null }>`
    select r.at, r.refundable_until from reward_redemption r
    where r.tenant_id = ${ctx.tenantId} and r.reward_id = ${id}::uuid and r.state = 'redeemed'
      and r.node_id = any(${nodes}::bigint[]) order by r.at limit 1`.execute(ctx.pg)
  const [opened] = rows
  if (kind !== 'content' || !opened)
    throw conflict('content_not_opened', 'She has not opened it', { reward: id })
  const { at, refundable_until } = opened
  const parts = await shownParts(ctx, partsOf({ kind, args }))
  return { id, name, name_en, parts, opened_at: at, refundable_until }
}

/** Until when its points are given back, were it opened now. */
export function refundableUntil(ctx: Ctx, args: Readonly<Record<string, unknown>>): Date | null {
  const days = args.refund_days
  return typeof days === 'number' ? new Date(ctx.now().getTime() + days * DAY_MS) : null
}

/** Each picture with its size, so that its room is kept before it has come. */
async function shownParts(ctx: Ctx, parts: readonly ContentPart[]): Promise<ShownPart[]> {
  const pictures = await picturesOf(ctx, picturesIn(parts))
  return parts.map((part) => {
    if (part.kind === 'text') return part
    const found = pictures.get(part.picture_id)
    if (!found) throw new Error(`content shows a picture that is not there: ${part.picture_id}`)
    const { url, width, height } = found
    return { kind: part.kind, alt: part.alt, url, width, height }
  })
}
