// Fetches the bill of a day and checks that it came whole.
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { z } from 'zod'
import { ProviderRefused, type StatementLine } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { getAccount } from './account.ts'
import { BadBill, readBill } from './bill.ts'
import { ask, askBytes, type WechatPayDeps } from './client.ts'
import { WechatPayTrouble } from './trouble.ts'

const Ticket = z.object({
  hash_type: z.literal('SHA1'),
  hash_value: z.string().regex(/^[0-9a-fA-F]{40}$/),
  download_url: z.url(),
})
const MOST_TEXT = 400 * 1024 * 1024

/** @throws ProviderRefused, WechatPayTrouble */
export async function statementOf(
  ctx: Ctx,
  deps: WechatPayDeps,
  day: string,
): Promise<StatementLine[]> {
  const account = await getAccount(ctx, deps.secrets)
  let said: unknown
  try {
    const query = new URLSearchParams({ bill_date: day, bill_type: 'ALL', tar_type: 'GZIP' })
    said = await ask(ctx, deps, account, { method: 'GET', path: `/v3/bill/tradebill?${query}` })
  } catch (error) {
    if (!(error instanceof ProviderRefused)) throw error
    if (error.code === 'no_statement_exist') return []
    if (error.code === 'statement_creating')
      throw new WechatPayTrouble(
        'wechat_pay_bill_not_ready',
        'The bill is made after ten o’clock',
        {
          retryAfter: 1800,
        },
      )
    throw error
  }
  const ticket = Ticket.safeParse(said)
  if (!ticket.success) throw unreadable('no address of a bill')
  const { body } = await askBytes(ctx, deps, account, {
    ...{ method: 'GET', isFile: true, path: pathOf(deps, ticket.data.download_url) },
  })
  const text = await inflated(body)
  const digest = createHash('sha1').update(text).digest('hex')
  if (digest !== ticket.data.hash_value.toLowerCase())
    throw unreadable('a bill that is not what its digest says')
  try {
    return readBill(text.toString('utf8'))
  } catch (error) {
    if (error instanceof BadBill) throw unreadable(error.message, error)
    throw error
  }
}

const unreadable = (what: string, cause?: unknown) =>
  new WechatPayTrouble('wechat_pay_unreadable', `WeChat Pay: ${what}`, { cause })

/** Our signature goes to nobody but the platform. */
function pathOf(deps: WechatPayDeps, address: string): string {
  const url = new URL(address)
  if (url.origin !== new URL(deps.baseUrl).origin) throw unreadable('a bill at another address')
  return url.pathname + url.search
}
async function inflated(body: Buffer): Promise<Buffer> {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body
  try {
    return await promisify(gunzip)(body, { maxOutputLength: MOST_TEXT })
  } catch (cause) {
    throw unreadable('a bill that cannot be unpacked', cause)
  }
}
