// From a browser to a customer: the phone she has proved is a verified identifier like any other.
import { sql } from 'kysely'
import { noteDevice } from '../commerce/index.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict } from '../platform/errors.ts'
import { recordEvents } from '../platform/outbox.ts'
import { recordConsents } from '../profile/index.ts'
import { type CodeKeys, phoneOf, proveCode } from './codes.ts'
import { provePhone } from './prove-phone.ts'
import type { ShopSession } from './session.ts'
import type { PublicShop } from './shop.ts'

export interface SignInAsked {
  phone: string
  code: string
  /** The version of the privacy notice she was shown and agreed to. */
  agreed: string
  /** What her browser is known by. */
  device?: string
}

/** @throws 400 wrong_code, code_expired, 409 notice_changed */
export async function signIn(
  ctx: Ctx,
  keys: CodeKeys,
  shop: PublicShop,
  session: ShopSession,
  asked: SignInAsked,
): Promise<number> {
  const phone = phoneOf(asked.phone)
  if (asked.agreed !== shop.privacyVersion)
    throw conflict('notice_changed', 'The privacy notice has changed; read it again')
  // Outside the transaction below: a wrong guess stays counted.
  await proveCode(ctx, keys, { sessionId: session.id, phone, code: asked.code })
  return inTx(ctx, async (ctx) => {
    const node = await provePhone(ctx, phone, session.visitor)
    if (asked.device !== undefined) await noteDevice(ctx, node, asked.device)
    await sql`update shop_session set node_id = ${node}, last_seen_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${session.id}`.execute(ctx.pg)
    if (shop.privacyVersion !== '')
      await recordConsents(ctx, [
        {
          ...({ node, purpose: 'tracking', channel: 'all', state: 'given' } as const),
          ...{ textVersion: shop.privacyVersion, source: 'shop', isClaimed: false },
          evidence: { form: 'shop sign-in', page: `/m/${shop.slug}/sign-in` },
          at: ctx.now(),
        },
      ])
    await recordEvents(ctx, [
      {
        name: 'login',
        customerId: node,
        at: ctx.now(),
        source: 'shop',
        platform: 'h5',
        props: { by: 'phone_code' },
      },
    ])
    return node
  })
}
