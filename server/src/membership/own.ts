// What a customer sees of her own membership, points and stored value: of the nodes that are proved to be hers,
// reckoned by the same functions that staff and the checkout use.
import { canonicalOf } from '../identity/index.ts'
import { type Picture, picturesOf } from '../pictures/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { conflict, notFound } from '../platform/errors.ts'
import { type Benefit, listBenefits } from './benefits/benefits.ts'
import { standingOf } from './benefits/entitled.ts'
import { accountNodes } from './ledger/accounts.ts'
import type { SpendableBook } from './ledger/book.ts'
import type { Progress } from './levels/measure.ts'
import { replayedAlone } from './levels/stand.ts'
import { asVersions, versionsOf } from './levels/versions.ts'
import { type PointsPolicy, pointsPolicy } from './points/policy.ts'
import { type Balance, balanceOf, movesOf } from './points/queries.ts'
import { spendableNow } from './points/spendable.ts'
import { join, type Stay, staysOf } from './programme/members.ts'
import { findProgramme, getProgramme } from './programme/programme.ts'

export type GivenBenefit = Pick<Benefit, 'code' | 'kind' | 'name' | 'name_en' | 'args'>
export type Badge = Pick<Picture, 'url' | 'width' | 'height'>
export interface OwnMembership {
  programme: { name: string; terms_version: string; terms_text: string; can_join: boolean }
  member: { number: string; joined_at: Date } | null
  standing: {
    level: string
    since: Date
    term_ends_at: Date | null
    grace_until: Date | null
    progress: Progress
  } | null
  /** From the lowest, each with what it gives. */
  levels: {
    code: string
    name: string
    name_en: string
    /** What its members are called; empty: by the level’s name. */
    title: string
    title_en: string
    badge: Badge | null
    benefits: GivenBenefit[]
  }[]
  /** What she has now, with what is left of it in this period. */
  benefits: (GivenBenefit & { left: number | null })[]
}

const presentStay = async (ctx: Ctx, customer: number): Promise<Stay | undefined> =>
  (await staysOf(ctx, customer)).find((stay) => stay.left_at === null)

const given = ({ code, kind, name, name_en, args }: GivenBenefit): GivenBenefit => ({
  ...{ code, kind, name, name_en, args },
})

/**
 * @param nodes those that are proved to be hers, `node` among them
 * @returns null where there is no programme
 */
export async function ownMembership(
  ctx: Ctx,
  node: number,
  nodes: readonly number[],
): Promise<OwnMembership | null> {
  const programme = await findProgramme(ctx)
  if (!programme) return null
  const customer = (await canonicalOf(ctx, [node])).get(node)
  if (customer === undefined) throw notFound('customer')
  const now = ctx.now().getTime()
  const versions = asVersions(await versionsOf(ctx, 'growth'))
  const standing = (await replayedAlone(ctx, 'growth', nodes, versions, now))?.standing
  const stay = await presentStay(ctx, customer)
  const { entitled, tried } = await standingOf(ctx, node)
  const hers = new Set(entitled.map(({ code }) => code))
  // Of what is tried she sees her own; before she holds any of it, what everybody had.
  const isShown = ({ code, tried_by, is_control }: Benefit) =>
    tried_by === null || hers.has(code) || (is_control === true && !tried.has(tried_by))
  const benefits = (await listBenefits(ctx)).filter((one) => !one.is_retired && isShown(one))
  const levels = versions.at(-1)?.rules.levels ?? []
  const badges = await picturesOf(
    ctx,
    levels.flatMap(({ badge }) => badge ?? []),
  )
  const badgeOf = (id: string | null): Badge | null => {
    const found = id === null ? undefined : badges.get(id)
    return found ? { url: found.url, width: found.width, height: found.height } : null
  }
  const dated = (at: number | null | undefined) => (at == null ? null : new Date(at))
  const { name, terms_version, terms_text, joining } = programme
  return {
    programme: { name, terms_version, terms_text, can_join: joining.includes('shop') },
    member: stay ? { number: stay.number, joined_at: stay.joined_at } : null,
    standing: standing
      ? {
          level: standing.level,
          since: new Date(standing.since),
          ...{ term_ends_at: dated(standing.termEndsAt), grace_until: dated(standing.graceUntil) },
          progress: standing.progress,
        }
      : null,
    levels: levels.map((level) => ({
      ...{ code: level.code, name: level.name, name_en: level.name_en },
      ...{ title: level.title, title_en: level.title_en, badge: badgeOf(level.badge) },
      benefits: benefits
        .filter(({ holders }) =>
          holders.some((h) => h.holder === 'level' && h.holder_code === level.code),
        )
        .map(given),
    })),
    benefits: entitled.map((b) => ({ ...given(b), left: b.left })),
  }
}

/** Levels of the growth programme as they are now, from the lowest. */
export const levelNames = async (ctx: Ctx) =>
  (asVersions(await versionsOf(ctx, 'growth')).at(-1)?.rules.levels ?? []).map(
    ({ code, name, name_en }) => ({ code, name, name_en }),
  )

/** Whether one of her nodes is a member now. */
export async function isMember(ctx: Ctx, node: number): Promise<boolean> {
  const customer = (await canonicalOf(ctx, [node])).get(node)
  return customer !== undefined && (await presentStay(ctx, customer)) !== undefined
}

/** What anybody may know of it; null where there is none. */
export const programmeName = async (ctx: Ctx): Promise<string | null> =>
  (await findProgramme(ctx))?.name ?? null

/** @param agreed the version of the terms that she was shown. @throws 404, 409 terms_changed, joining_closed */
export async function joinInShop(
  ctx: Ctx,
  node: number,
  agreed: { terms: string; page: string },
): Promise<void> {
  const { terms_version } = await getProgramme(ctx)
  if (terms_version !== agreed.terms)
    throw conflict('terms_changed', 'The terms have changed; read them again')
  const evidence = `shop:${agreed.page} terms:${terms_version}`
  await join(ctx, 'shop', { node, at: ctx.now(), evidence })
}

export interface OwnPoints extends Balance {
  /** Spendable ones that never expire. */
  lasting: number
  worth: PointsPolicy['worth']
  /** The most of an order they pay, basis points, and the fewest that are spent at once. */
  most_bp: number
  least_points: number
}
export async function ownPoints(ctx: Ctx, node: number): Promise<OwnPoints> {
  const balance = await balanceOf(ctx, await accountNodes(ctx, node))
  const { worth, most_bp, least_points } = (await pointsPolicy(ctx)).policy
  const expiring = balance.expiring.reduce((sum, lot) => sum + lot.amount, 0)
  const lasting = Math.max(0, balance.spendable + balance.owed - expiring)
  return { ...balance, lasting, worth, most_bp, least_points }
}

export async function ownStoredValue(ctx: Ctx, node: number) {
  const held = await spendableNow(ctx, node, ['principal', 'bonus'])
  return { principal_fen: held.get('principal') ?? 0, bonus_fen: held.get('bonus') ?? 0 }
}

/** What moved her accounts, newest first. */
export async function ownMoves(
  ctx: Ctx,
  node: number,
  books: readonly SpendableBook[],
  page: { limit: number; cursor?: string | undefined },
) {
  return movesOf(ctx, await accountNodes(ctx, node), books, page)
}
