// What a customer may see and decide about her own data.
import { canonicalOf, identifiersOfNodes } from '../identity/index.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { consentStates, listPurposes, mask, recordConsents } from '../profile/index.ts'
import { ownNodes, shopperOf } from './session.ts'

/** What the shop asks about; the brand's other purposes are asked where they arise. */
export const ASKED = ['marketing', 'profiling', 'tracking'] as const
export type AskedPurpose = (typeof ASKED)[number]

export interface OwnData {
  customer_id: number
  known_by: { namespace: string; value: string }[]
  consents: { purpose: AskedPurpose; allowed: boolean; since: string | null }[]
}

/** Of her own nodes alone: what others have claimed about her stays with them. */
export async function ownData(ctx: Ctx): Promise<OwnData> {
  const nodes = await ownNodes(ctx)
  const node = shopperOf(ctx)
  const customer = (await canonicalOf(ctx, [node])).get(node) ?? node
  const identifiers = await identifiersOfNodes(ctx, nodes)
  const purposes = new Map((await listPurposes(ctx)).map((p) => [p.purpose, p.mustBeGiven]))
  const consents = await Promise.all(
    ASKED.map(async (purpose) => {
      const state = (await consentStates(ctx, [customer], purpose, 'all')).get(customer)
      const said = state?.state ?? 'none'
      return {
        purpose,
        allowed: purposes.get(purpose) === false ? said !== 'withdrawn' : said === 'given',
        since: state?.since ? new Date(state.since).toISOString() : null,
      }
    }),
  )
  return {
    customer_id: customer,
    known_by: identifiers
      .filter(({ namespace }) => namespace === 'phone' || namespace === 'email')
      .map(({ namespace, value }) => ({ namespace, value: mask(value) })),
    consents,
  }
}

/** Her word counts at once; said again it changes nothing more. */
export function sayOwnConsent(
  ctx: Ctx,
  said: { purpose: AskedPurpose; state: 'given' | 'withdrawn'; page: string },
): Promise<void> {
  return inTx(ctx, async (ctx) => {
    await recordConsents(ctx, [
      {
        ...{ node: shopperOf(ctx), purpose: said.purpose, channel: 'all', state: said.state },
        ...{ textVersion: null, source: 'shop', isClaimed: false, at: ctx.now() },
        evidence: { form: 'privacy centre', page: said.page },
      },
    ])
  })
}
