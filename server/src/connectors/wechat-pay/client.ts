// Asks the platform: signed, bounded in time, tried again where that is safe, and believed only when the
// answer is signed too.
import { ProviderRefused } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Secrets } from '../../platform/secrets.ts'
import { type Account, clearProblem, noteProblem } from './account.ts'
import { keyOf, saveCertificates } from './certificates.ts'
import { authorization, isFresh, isSignedBy, type Signature, signatureOf } from './signing.ts'
import { codeOf, WechatPayTrouble } from './trouble.ts'

export interface WechatPayDeps {
  secrets: Secrets
  /** Where the platform is; another address only in tests. */
  baseUrl: string
  /** What the platform reaches us by; without it there are no callbacks. */
  publicUrl: string | undefined
  timeoutMs: number
  /** How far the platform's clock is ahead of this machine's, as far as known. */
  clock: { aheadMs: number }
}
export interface Asking {
  method: 'GET' | 'POST'
  /** With its query. */
  path: string
  body?: object
  /** The answer is a file: unsigned, checked by its digest. */
  isFile?: boolean
}
export interface Answered {
  status: number
  body: Buffer
}

/** Every number of an order or refund is ours, so doing it twice does it once. */
const TRIES = 3
const FIRST_WAIT_MS = 200
const MOST_BYTES = 256 * 1024 * 1024
/** A clock that is off by less is nobody's trouble. */
const SKEW_MS = 60_000

export const platformNow = (ctx: Ctx, deps: WechatPayDeps) =>
  new Date(ctx.now().getTime() + deps.clock.aheadMs)

/** @throws ProviderRefused, WechatPayTrouble */
export async function ask(
  ctx: Ctx,
  deps: WechatPayDeps,
  account: Account,
  asking: Asking,
): Promise<unknown> {
  const { body } = await askBytes(ctx, deps, account, asking)
  return body.length === 0 ? undefined : jsonOf(body)
}

export async function askBytes(
  ctx: Ctx,
  deps: WechatPayDeps,
  account: Account,
  asking: Asking,
): Promise<Answered> {
  let isClockSet = false
  for (let round = 1; ; round++) {
    const answer = await attempt(ctx, deps, account, asking)
    if (answer instanceof WechatPayTrouble || answer.status >= 500) {
      if (round < TRIES) {
        await new Promise((done) => setTimeout(done, FIRST_WAIT_MS * 2 ** (round - 1)))
        continue
      }
      throw answer instanceof WechatPayTrouble ? answer : unavailable(answer)
    }
    // A signature dated by a wrong clock is refused; the refusal says what time it is.
    if (answer.status === 401 && setClock(ctx, deps, answer.date) && !isClockSet) {
      isClockSet = true
      continue
    }
    return judge(ctx, deps, account, asking, answer)
  }
}

interface Raw extends Answered {
  signature: Signature | undefined
  date: string | null
}

async function attempt(
  ctx: Ctx,
  deps: WechatPayDeps,
  account: Account,
  asking: Asking,
): Promise<Raw | WechatPayTrouble> {
  const body = asking.body === undefined ? '' : JSON.stringify(asking.body)
  const signal = AbortSignal.timeout(deps.timeoutMs)
  try {
    const answer = await fetch(deps.baseUrl + asking.path, {
      method: asking.method,
      headers: {
        accept: 'application/json',
        'user-agent': 'homefield',
        authorization: authorization(
          account,
          { method: asking.method, path: asking.path, body },
          platformNow(ctx, deps),
        ),
        ...(asking.body === undefined ? {} : { 'content-type': 'application/json' }),
        // Asks for an answer signed with the public key while certificates are still in use beside it.
        ...(account.publicKey ? { 'wechatpay-serial': account.publicKey.id } : {}),
      },
      ...(asking.body === undefined ? {} : { body }),
      redirect: 'error',
      signal,
    })
    return {
      status: answer.status,
      body: await bounded(answer),
      signature: signatureOf((name) => answer.headers.get(name)),
      date: answer.headers.get('date'),
    }
  } catch (cause) {
    if (cause instanceof WechatPayTrouble) return cause
    const why = signal.aborted ? `no answer within ${deps.timeoutMs} ms` : 'no connection'
    return new WechatPayTrouble('wechat_pay_unreachable', `WeChat Pay: ${why}`, { cause })
  }
}

async function bounded(answer: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    size += chunk.length
    if (size > MOST_BYTES)
      throw new WechatPayTrouble(
        'wechat_pay_unreadable',
        `An answer of more than ${MOST_BYTES} bytes`,
      )
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** What an answer that came means, once it is known to be the platform's. */
async function judge(
  ctx: Ctx,
  deps: WechatPayDeps,
  account: Account,
  asking: Asking,
  answer: Raw,
): Promise<Answered> {
  const isGood = answer.status >= 200 && answer.status < 300 && answer.status !== 202
  if (asking.isFile && isGood) return answer
  const said = isGood ? undefined : errorOf(answer.body)
  // Whom it does not know, and whom it sends away, it answers without a signature.
  const mayBeUnsigned = answer.status === 401 || answer.status === 429
  if (answer.signature || !mayBeUnsigned)
    await demandSigned(ctx, deps, account, asking, answer, said)
  if (isGood) {
    if (account.problem === 'sign_error') await clearProblem(ctx, 'sign_error')
    return answer
  }
  const code = codeOf(said?.code ?? 'unknown')
  if (answer.status === 429 || code === 'frequency_limited')
    throw new WechatPayTrouble('wechat_pay_busy', 'WeChat Pay: too many requests', {
      retryAfter: 30,
    })
  if (answer.status === 401) await noteProblem(ctx, 'sign_error')
  throw new ProviderRefused(code, said?.message ?? `WeChat Pay answered ${answer.status}`)
}

/** @throws WechatPayTrouble unless the platform signed it, just now */
async function demandSigned(
  ctx: Ctx,
  deps: WechatPayDeps,
  account: Account,
  asking: Asking,
  answer: Raw,
  said: { code: string } | undefined,
): Promise<void> {
  const { signature } = answer
  const what = `${asking.method} ${asking.path.split('?')[0]} ${answer.status} ${said?.code ?? ''}`
  const doubt = (why: string) =>
    new WechatPayTrouble('wechat_pay_unverified', `WeChat Pay: ${why} (${what.trim()})`)
  if (!signature) throw doubt('an answer without a signature')
  if (!isFresh(signature, platformNow(ctx, deps))) throw doubt('an answer of another time')
  const isCertificates = asking.path === CERTIFICATES && answer.status === 200
  const key = isCertificates
    ? (await saveCertificates(ctx, account, jsonOf(answer.body))).get(
        signature.serial.toUpperCase(),
      )
    : undefined
  const known =
    key ??
    (await keyOf(
      ctx,
      account,
      signature.serial,
      asking.path === CERTIFICATES ? undefined : () => fetchCertificates(ctx, deps, account),
    ))
  if (!known) throw doubt(`signed with ${signature.serial}, which is not known`)
  if (!isSignedBy(known, signature, answer.body)) throw doubt('a wrong signature')
}

export const CERTIFICATES = '/v3/certificates'
/** @throws ProviderRefused `api_v3_key_wrong`, or `resource_not_exists` where there are none any more */
export async function fetchCertificates(
  ctx: Ctx,
  deps: WechatPayDeps,
  account: Account,
): Promise<void> {
  await ask(ctx, deps, account, { method: 'GET', path: CERTIFICATES })
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (cause) {
    throw new WechatPayTrouble('wechat_pay_unreadable', 'WeChat Pay: an answer that is no JSON', {
      cause,
    })
  }
}
function errorOf(body: Buffer): { code: string; message: string } | undefined {
  let said: unknown
  try {
    said = JSON.parse(body.toString('utf8'))
  } catch {
    // A page of something in between; the status has to do.
    return undefined
  }
  if (typeof said !== 'object' || said === null) return undefined
  const { code, message } = said as { code?: unknown; message?: unknown }
  return typeof code === 'string' ? { code, message: String(message ?? code) } : undefined
}
function unavailable(answer: Answered): WechatPayTrouble {
  const said = errorOf(answer.body)
  return new WechatPayTrouble(
    'wechat_pay_unavailable',
    `WeChat Pay answered ${answer.status} ${said?.code ?? ''}`.trim(),
  )
}

/** @returns whether the clock was off and is now corrected */
function setClock(ctx: Ctx, deps: WechatPayDeps, date: string | null): boolean {
  const theirs = date === null ? Number.NaN : Date.parse(date)
  if (Number.isNaN(theirs) || Math.abs(theirs - platformNow(ctx, deps).getTime()) < SKEW_MS)
    return false
  deps.clock.aheadMs = theirs - ctx.now().getTime()
  ctx.log.warn(
    { ahead_ms: deps.clock.aheadMs },
    'this machine’s clock is off; requests are dated by WeChat Pay’s',
  )
  return true
}
