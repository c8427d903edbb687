// Tries the keys out without moving anything, and says step by step what came of it.
import { randomUUIDv7 } from 'node:crypto'
import { ProviderRefused } from '../../commerce/index.ts'
import { audit } from '../../platform/audit.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type Account, clearProblem, getAccount, noteTested } from './account.ts'
import { ask, fetchCertificates, type WechatPayDeps } from './client.ts'
import { WechatPayTrouble } from './trouble.ts'
import { theirNumber } from './words.ts'

export const STEPS = ['request', 'answer', 'api_v3_key', 'callback_address'] as const
export interface Step {
  step: (typeof STEPS)[number]
  /** `unknown`: could not be tried, because of a step before it or because nothing asks it now. */
  state: 'ok' | 'failed' | 'unknown'
  /** Why it failed or is not known; stable. */
  code: string | null
  /** What the platform itself said. */
  said: string | null
}
const ok = (step: Step['step']): Step => ({ step, state: 'ok', code: null, said: null })
const failed = (step: Step['step'], code: string, said: string | null = null): Step => ({
  ...{ step, state: 'failed', code, said },
})
const unknown = (step: Step['step'], code: string): Step => ({
  ...{ step, state: 'unknown', code, said: null },
})

/** @throws 409 wechat_pay_not_set */
export async function testConnection(ctx: Ctx, deps: WechatPayDeps): Promise<Step[]> {
  const account = await getAccount(ctx, deps.secrets)
  const steps = [
    ...(await tryQuery(ctx, deps, account)),
    await tryApiV3Key(ctx, deps, account),
    addressStep(deps),
  ]
  if (steps.every((step) => step.state !== 'failed')) {
    if (account.problem) await clearProblem(ctx, account.problem)
    await noteTested(ctx)
  }
  await audit(ctx, 'wechat_pay.tested', undefined, {
    after: Object.fromEntries(steps.map((s) => [s.step, s.code ?? s.state])),
  })
  return steps
}

/** Asks for an order that cannot exist: a signed "there is none" proves both sides' keys. */
async function tryQuery(ctx: Ctx, deps: WechatPayDeps, account: Account): Promise<Step[]> {
  const path = `/v3/pay/transactions/out-trade-no/${theirNumber(randomUUIDv7())}?mchid=${account.mchid}`
  try {
    await ask(ctx, deps, account, { method: 'GET', path })
  } catch (error) {
    if (error instanceof ProviderRefused) {
      if (error.code === 'order_not_exist') return [ok('request'), ok('answer')]
      // The keys by which the answer was to be checked, not those of the request.
      if (error.code === 'api_v3_key_wrong')
        return [ok('request'), unknown('answer', 'needs_api_v3_key')]
      return [failed('request', error.code, error.message), unknown('answer', 'not_reached')]
    }
    if (!(error instanceof WechatPayTrouble)) throw error
    if (error.code !== 'wechat_pay_unverified')
      return [failed('request', error.code, error.message), unknown('answer', 'not_reached')]
    return [ok('request'), failed('answer', error.code, error.message)]
  }
  return [failed('request', 'wechat_pay_unreadable'), unknown('answer', 'not_reached')]
}

async function tryApiV3Key(ctx: Ctx, deps: WechatPayDeps, account: Account): Promise<Step> {
  try {
    await fetchCertificates(ctx, deps, account)
    return ok('api_v3_key')
  } catch (error) {
    if (error instanceof ProviderRefused) {
      if (error.code === 'api_v3_key_wrong') return failed('api_v3_key', error.code)
      // With the public key nothing is sealed until the first callback comes.
      if (error.code === 'resource_not_exists') return unknown('api_v3_key', 'only_callbacks_tell')
      return unknown('api_v3_key', 'not_reached')
    }
    if (error instanceof WechatPayTrouble) return unknown('api_v3_key', 'not_reached')
    throw error
  }
}

function addressStep(deps: WechatPayDeps): Step {
  if (!deps.publicUrl) return failed('callback_address', 'no_public_url')
  return deps.publicUrl.startsWith('https://')
    ? ok('callback_address')
    : failed('callback_address', 'public_url_not_https')
}
