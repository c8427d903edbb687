// Where providers tell us what happened, outside the API; and the till of the test provider.
import { sql } from 'kysely'
import { brandVersion } from '../../platform/brand-cache.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import type { Http } from '../../platform/http.ts'
import { prepared } from '../../platform/prepared.ts'
import { sharedLook } from '../../platform/shared-look.ts'
import { isOn } from './payment-settings.ts'
import { ForgedCallback, providerOf } from './provider.ts'
import { payAtTill, tillOf } from './test-provider.ts'
import { applyPaymentWord, applyRefundWord } from './words.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The brand that is named, as it stands when it is asked for. */
type Brands = (tenant: string) => Promise<Ctx>

function brandsOf(ctxOf: (tenantId: string) => Ctx): Brands {
  const found = sharedLook(async (tenantId) => {
    const ctx = prepared(ctxOf(tenantId))
    const { rows } = await sql<{ version: string }>`
      select ${brandVersion(sql`t.id`)} as version from tenant t where t.id = ${tenantId}`.execute(
      ctx.pg,
    )
    if (!rows[0]) throw notFound('tenant')
    return { ...ctx, brandVersion: rows[0].version }
  })
  return async (tenant) => {
    if (!UUID.test(tenant)) throw notFound('tenant')
    return found(tenant.toLowerCase())
  }
}

export function receivePayments(app: Http, ctxOf: (tenantId: string) => Ctx): void {
  const brandOf = brandsOf(ctxOf)
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // Signatures are over the bytes as they came.
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    )
    scope.post(
      '/hooks/pay/:provider/:tenant',
      { config: { access: 'public' }, schema: { hide: true } },
      async (request, reply) => {
        const { provider: code, tenant } = request.params as { provider: string; tenant: string }
        const provider = providerOf(code)
        if (!provider) throw notFound('payment_provider')
        const ctx = await brandOf(tenant)
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        const headers = Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [
            name,
            Array.isArray(value) ? value.join(', ') : value,
          ]),
        )
        try {
          const word = await provider.readCallback(ctx, { headers, body })
          if (word.kind === 'payment') await applyPaymentWord(ctx, code, word)
          else await applyRefundWord(ctx, code, word)
        } catch (error) {
          if (!(error instanceof ForgedCallback)) throw error
          request.log.warn({ provider: code, tenant, why: error.message }, 'forged callback')
          throw new AppError(401, 'forged_callback', 'This is not from the payment provider')
        }
        return reply.code(200).send({ code: 'SUCCESS', message: 'OK' })
      },
    )
    scope.get(
      '/pay/test/:tenant/:payment',
      { config: { access: 'public' }, schema: { hide: true } },
      async (request, reply) => {
        const { ctx, id } = await till(brandOf, request.params)
        const found = await tillOf(ctx, id)
        if (!found) throw notFound('payment')
        return reply.header('content-type', 'text/html; charset=utf-8').send(page(found))
      },
    )
    scope.post(
      '/pay/test/:tenant/:payment',
      { config: { access: 'public' }, schema: { hide: true } },
      async (request, reply) => {
        const { ctx, id } = await till(brandOf, request.params)
        await applyPaymentWord(ctx, 'test', await payAtTill(ctx, id))
        return reply.redirect(request.url, 303)
      },
    )
  })
}

async function till(brandOf: Brands, params: unknown) {
  const { tenant, payment } = params as { tenant: string; payment: string }
  if (!UUID.test(payment)) throw notFound('payment')
  const ctx = await brandOf(tenant)
  if (!(await isOn(ctx, 'test'))) throw notFound('payment')
  return { ctx, id: payment.toLowerCase() }
}

const escaped = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

function page(till: { amount_fen: number; currency: string; description: string; state: string }) {
  const amount = `${till.currency} ${(till.amount_fen / 100).toFixed(2)}`
  const button =
    till.state === 'waiting'
      ? '<form method="post"><button>支付 Pay</button></form>'
      : `<p role="status">${till.state === 'paid' ? '已支付 Paid' : '已关闭 Closed'}</p>`
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>测试支付 Test payment</title>
<style>body{font:16px/1.6 system-ui;max-width:24rem;margin:15vh auto;padding:0 1rem;text-align:center}button{font:inherit;min-height:44px;padding:0 2rem}</style>
<h1>测试支付 Test payment</h1><p>不会真的扣款。No money moves here.</p>
<p>${escaped(till.description)}</p><p><strong>${escaped(amount)}</strong></p>${button}</html>`
}
