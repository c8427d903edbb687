// 快递100 as the shop's tracking provider: parcels are subscribed to once, and it pushes what it hears.
import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import {
  ForgedPush,
  type ParcelAsked,
  ParcelRefused,
  type ParcelWord,
  type TrackingProvider,
} from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import { findAccountShown, getAccount, noteProblem } from './account.ts'
import { ask, type Kuaidi100Deps, Kuaidi100Trouble } from './client.ts'
import { md5, Push, Result, wordOfPush, wordOfResult } from './words.ts'

export const CODE = 'kuaidi100'
const Said = z.object({
  result: z.boolean().optional(),
  returnCode: z.coerce.string(),
  message: z.string().default(''),
})
/** The account's, not the parcel's: the key is wrong, its time is over, or nothing is left on it. */
const OF_ACCOUNT = new Set(['503', '600', '601'])
/** The parcel's: a carrier or number that it does not take. */
const OF_PARCEL = new Set(['400', '408', '700', '701', '702'])
/** Of a parcel that it was asked to follow before. */
const KNOWN_ALREADY = '501'
const NOTHING_FOUND = '500'

export function kuaidi100(deps: Kuaidi100Deps): TrackingProvider {
  return {
    code: CODE,
    isReady: async (ctx) =>
      deps.publicUrl !== undefined && (await findAccountShown(ctx)) !== undefined,
    follow: (ctx, asked) => follow(ctx, deps, asked),
    ask: (ctx, asked) => askNow(ctx, deps, asked),
    readPush: async (ctx, body) => readPush(ctx, deps, body),
    answers: {
      taken: { result: true, returnCode: '200', message: '成功' },
      refused: { result: false, returnCode: '401', message: '签名错误' },
    },
  }
}

/** Pushes are signed with it; each brand's is its own, at most 32 characters. */
export const saltOf = (ctx: Ctx, deps: Pick<Kuaidi100Deps, 'secrets'>): string =>
  deps.secrets.deriveKey(`kuaidi100 salt ${ctx.tenantId}`).toString('hex').slice(0, 32)

export const pushUrl = (ctx: Ctx, publicUrl: string): string =>
  `${publicUrl}/hooks/parcels/${CODE}/${ctx.tenantId}`

/** Carriers that tell nothing without it ask for its end only. */
const phoneOf = ({ phone }: ParcelAsked) => (phone ?? '').replace(/\D/g, '').slice(-4)

async function follow(ctx: Ctx, deps: Kuaidi100Deps, asked: ParcelAsked): Promise<void> {
  const { key } = await getAccount(ctx, deps.secrets)
  if (!deps.publicUrl)
    throw new ParcelRefused('no_public_url', 'HOMEFIELD_PUBLIC_URL is not set: no pushes')
  const param = JSON.stringify({
    ...{ company: asked.carrier, number: asked.number, key },
    parameters: {
      ...{ callbackurl: pushUrl(ctx, deps.publicUrl), salt: saltOf(ctx, deps) },
      ...{ resultv2: '4', autoCom: '0', interCom: '0', phone: phoneOf(asked) },
    },
  })
  const said = Said.safeParse(await ask(deps, '/poll', { schema: 'json', param }))
  if (!said.success) throw unreadable()
  const { returnCode, message } = said.data
  if (returnCode !== '200' && returnCode !== KNOWN_ALREADY) await refuse(ctx, returnCode, message)
  await noteProblem(ctx, null)
}

async function askNow(ctx: Ctx, deps: Kuaidi100Deps, asked: ParcelAsked): Promise<ParcelWord> {
  const { key, customer } = await getAccount(ctx, deps.secrets)
  const param = JSON.stringify({
    ...{ com: asked.carrier, num: asked.number, phone: phoneOf(asked) },
    ...{ resultv2: '4', show: '0', order: 'desc' },
  })
  const sign = md5(param + key + customer)
  const answer = await ask(deps, '/poll/query.do', { customer, sign, param })
  const no = Said.safeParse(answer)
  const nothing: ParcelWord = {
    ...{ number: asked.number, carriers: [asked.carrier], traces: [], end: null },
  }
  if (no.success) {
    if (no.data.returnCode === NOTHING_FOUND) return nothing
    await refuse(ctx, no.data.returnCode, no.data.message)
  }
  const result = Result.safeParse(answer)
  if (!result.success) throw unreadable()
  await noteProblem(ctx, null)
  const word = wordOfResult(result.data)
  if (word.number !== asked.number) throw unreadable()
  return { ...word, carriers: [asked.carrier] }
}

async function refuse(ctx: Ctx, code: string, message: string): Promise<never> {
  const said = `快递100: ${message.slice(0, 100)} (${code})`
  if (OF_ACCOUNT.has(code)) {
    await noteProblem(ctx, code)
    throw new AppError(409, 'kuaidi100_account', said)
  }
  if (OF_PARCEL.has(code)) throw new ParcelRefused(`kuaidi100_${code}`, said)
  throw new Kuaidi100Trouble('kuaidi100_unavailable', said)
}
const unreadable = () =>
  new Kuaidi100Trouble('kuaidi100_unreadable', '快递100 answered in an unknown shape')

function readPush(ctx: Ctx, deps: Kuaidi100Deps, body: Buffer): ParcelWord {
  const form = new URLSearchParams(body.toString('utf8'))
  const [sign, param] = [form.get('sign'), form.get('param')]
  if (!sign || !param) throw new ForgedPush('no signature')
  const [theirs, ours] = [
    Buffer.from(sign.toUpperCase()),
    Buffer.from(md5(param + saltOf(ctx, deps))),
  ]
  if (theirs.length !== ours.length || !timingSafeEqual(theirs, ours))
    throw new ForgedPush('another signature')
  let said: unknown
  try {
    said = JSON.parse(param)
  } catch {
    said = undefined
  }
  const push = Push.safeParse(said)
  const word = push.success ? wordOfPush(push.data) : undefined
  // Signed by them, yet nothing to be understood: they are told, and it is seen in the log.
  if (!word) throw unreadable()
  return word
}
