// Links that open something without a sign-in: signed by us, and good for one thing only.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Ctx } from '../../platform/ctx.ts'
import type { WatchDeps } from './robots.ts'

type Signing = Pick<WatchDeps, 'secrets'>
type Linking = Pick<WatchDeps, 'secrets' | 'publicUrl'>

/** So long a chat's picture can be looked at. */
const PICTURE_MS = 30 * 86_400_000

function signed({ secrets }: Signing, purpose: string, parts: readonly string[]): string {
  const said = Buffer.from(JSON.stringify(parts)).toString('base64url')
  return `${said}.${seal(secrets.deriveKey(purpose), said)}`
}

function opened({ secrets }: Signing, purpose: string, token: string): string[] | undefined {
  const [said = '', given = ''] = token.split('.')
  const right = Buffer.from(seal(secrets.deriveKey(purpose), said))
  const theirs = Buffer.from(given)
  if (right.length !== theirs.length || !timingSafeEqual(right, theirs)) return undefined
  return JSON.parse(Buffer.from(said, 'base64url').toString('utf8')) as string[]
}
const seal = (key: Buffer, said: string) =>
  createHmac('sha256', key).update(said).digest('base64url')

const PICTURE = 'pictures of reports'
const LEAVE = 'leaving reports'

/** @returns undefined where the server does not know its own address */
export function pictureUrl(deps: Linking, ctx: Ctx, runId: string): string | undefined {
  if (!deps.publicUrl) return undefined
  const end = String(ctx.now().getTime() + PICTURE_MS)
  return `${deps.publicUrl}/api/v1/insight/picture?of=${signed(deps, PICTURE, [ctx.tenantId, runId, end])}`
}
export function openPicture(deps: Signing, token: string, now: Date) {
  const [tenantId, runId, end] = opened(deps, PICTURE, token) ?? []
  if (!tenantId || !runId || !end || Number(end) < now.getTime()) return undefined
  return { tenantId, runId }
}

export function leaveUrl(
  deps: Linking,
  ctx: Ctx,
  reportId: string,
  address: string,
): string | undefined {
  if (!deps.publicUrl) return undefined
  return `${deps.publicUrl}/api/v1/insight/leave?of=${signed(deps, LEAVE, [ctx.tenantId, reportId, address])}`
}
export function openLeave(deps: Signing, token: string) {
  const [tenantId, reportId, address] = opened(deps, LEAVE, token) ?? []
  return tenantId && reportId && address ? { tenantId, reportId, address } : undefined
}
