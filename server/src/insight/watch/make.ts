// A report made: asked with the rights of whoever scheduled it, in a reader's language, and put into a message.
import { actorNow } from '../../org/index.ts'
import { scopeOf } from '../../platform/auth.ts'
import type { Actor, Ctx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import { toldBoard, toldQuestion } from '../told/report.ts'
import type { Told, Tongue } from '../told/told.ts'
import { dailyReport } from './daily.ts'
import { linesOf, type Page } from './mail-page.ts'
import type { Message } from './message.ts'
import { missedBefore, type ReportRow } from './reports.ts'
import type { WatchDeps } from './robots.ts'

export interface MadeReport {
  told: Told
  tongue: Tongue
  /** Whose figures these are, and of which customers. */
  readBy: string
  missed: readonly string[]
}

/** @throws 403 scheduler_gone, 404 for what it shows, and what its questions throw */
export async function makeReport(ctx: Ctx, report: ReportRow, tongue: Tongue): Promise<MadeReport> {
  const actor = await actorNow(ctx, report.scheduled_by)
  if (!actor)
    throw new AppError(403, 'scheduler_gone', 'Whoever scheduled it does not belong to the brand')
  const as: Ctx = { ...ctx, actor }
  const { kind, saved_id, name, metrics } = report
  const told =
    kind === 'daily'
      ? await dailyReport(as, name, metrics, tongue)
      : kind === 'board'
        ? await toldBoard(as, saved_id ?? '', tongue)
        : await toldQuestion(as, saved_id ?? '', tongue)
  return {
    told: { ...told, title: kind === 'daily' ? told.title : name },
    tongue,
    readBy: readByOf(actor, tongue),
    missed: await missedBefore(ctx, report.id),
  }
}

const SCOPES = {
  'zh-CN': { all: '全部客户', region: '其大区的客户', store: '其门店的客户', own: '其本人的客户' },
  en: {
    all: 'all customers',
    region: 'customers of her regions',
    store: 'customers of her stores',
    own: 'her own customers',
  },
} as const

function readByOf(actor: Actor, tongue: Tongue): string {
  const scope = SCOPES[tongue][scopeOf(actor).kind]
  if (actor.kind === 'system')
    return tongue === 'en' ? `Figures of ${scope}.` : `数字范围：${scope}。`
  return tongue === 'en'
    ? `Scheduled by ${actor.name}; figures as ${actor.name} may see them: ${scope}.`
    : `由 ${actor.name} 定时，数字按其权限读取：${scope}。`
}

const linkTo = ({ publicUrl }: WatchDeps, path: string) =>
  publicUrl ? `${publicUrl}/console${path}` : undefined

export function messageOf(deps: WatchDeps, { told, tongue, missed }: MadeReport): Message {
  const url = linkTo(deps, told.path)
  const en = tongue === 'en'
  return {
    title: told.title,
    lines: [
      ...told.about,
      ...(missed.length > 0
        ? [`${en ? 'Not made in time: ' : '未能按时发出：'}${missed.join(', ')}`]
        : []),
      ...told.blocks.flatMap((block) => linesOf(block, tongue)),
    ],
    ...(url && { link: { text: en ? 'Open' : '打开', url } }),
  }
}

export const pageOf = (deps: WatchDeps, { told, ...made }: MadeReport): Page => ({
  ...{ told, ...made },
  link: linkTo(deps, told.path),
})
