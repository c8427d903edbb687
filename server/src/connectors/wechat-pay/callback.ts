// A callback: whether it is the platform's, of now and of this merchant, and what it says.
import { z } from 'zod'
import {
  type Callback,
  ForgedCallback,
  type PaymentWord,
  ProviderRefused,
  type RefundWord,
} from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type Account, clearProblem, findAccount, noteProblem } from './account.ts'
import { keyOf } from './certificates.ts'
import { fetchCertificates, platformNow, type WechatPayDeps } from './client.ts'
import { isFresh, isSignedBy, openSealed, type Signature, signatureOf } from './signing.ts'
import { paymentWord, refundWord, ToldRefund, Transaction } from './words.ts'

const Envelope = z.object({
  event_type: z.string(),
  resource_type: z.literal('encrypt-resource'),
  resource: z.object({
    algorithm: z.string(),
    ciphertext: z.string(),
    nonce: z.string(),
    associated_data: z.string().optional(),
  }),
})

/** @throws ForgedCallback; WechatPayTrouble when it cannot be told now */
export async function readCallback(
  ctx: Ctx,
  deps: WechatPayDeps,
  callback: Callback,
): Promise<PaymentWord | RefundWord> {
  const account = await findAccount(ctx, deps.secrets)
  if (!account) throw new ForgedCallback('WeChat Pay is not set up for this brand')
  const given = signatureOf((name) => callback.headers[name])
  if (!given) throw new ForgedCallback('a callback without a signature')
  if (!isFresh(given, platformNow(ctx, deps)))
    throw new ForgedCallback('a callback of another time')
  const key = await keyOfCallback(ctx, deps, account, given)
  if (!key) throw new ForgedCallback('a callback signed with a key that is not known')
  if (!isSignedBy(key, given, callback.body)) throw new ForgedCallback('a wrong signature')
  const envelope = parse(Envelope, callback.body)
  const opened = openSealed(account.apiV3Key, envelope.resource)
  if (!opened) {
    // It is the platform's, so it is our key that is wrong: the brand is told on its page.
    await noteProblem(ctx, 'api_v3_key_wrong')
    throw new ForgedCallback('a callback that the APIv3 key does not open')
  }
  const word = wordOf(account, envelope.event_type, opened)
  if (account.problem === 'api_v3_key_wrong') await clearProblem(ctx, 'api_v3_key_wrong')
  return word
}

async function keyOfCallback(ctx: Ctx, deps: WechatPayDeps, account: Account, given: Signature) {
  try {
    return await keyOf(ctx, account, given.serial, () => fetchCertificates(ctx, deps, account))
  } catch (error) {
    // Our own keys are refused: there is nothing to judge it by.
    if (error instanceof ProviderRefused)
      throw new ForgedCallback(`a callback signed with ${given.serial}, and ${error.code}`)
    throw error
  }
}

function wordOf(account: Account, event: string, opened: Buffer): PaymentWord | RefundWord {
  if (event.startsWith('TRANSACTION.')) {
    const said = parse(Transaction, opened)
    demandSame(account.mchid, said.mchid)
    demandSame(account.appid, said.appid)
    const word = paymentWord(said)
    if (word) return word
  } else if (event.startsWith('REFUND.')) {
    const said = parse(ToldRefund, opened)
    demandSame(account.mchid, said.mchid)
    const word = refundWord(said, said.refund_status)
    if (word) return word
  }
  throw new ForgedCallback(`a callback of ${event.slice(0, 60)}, which says nothing known`)
}
function demandSame(ours: string, theirs: string): void {
  if (ours !== theirs) throw new ForgedCallback('a callback for another merchant')
}
function parse<Shape extends z.ZodType>(shape: Shape, bytes: Buffer): z.output<Shape> {
  let said: unknown
  try {
    said = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw new ForgedCallback('a callback that is no JSON')
  }
  const read = shape.safeParse(said)
  if (!read.success) throw new ForgedCallback('a callback of an unknown shape')
  return read.data
}
