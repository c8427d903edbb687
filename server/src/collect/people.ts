// What events tell beside themselves: words on consent, and where a customer can be reached.
import type { Ctx } from '../platform/ctx.ts'
import {
  type ConsentWrite,
  recordConsents,
  recordTouchpoints,
  reportOf,
  TOUCHPOINT_EVENTS,
  type TouchpointWrite,
} from '../profile/index.ts'
import type { Placed } from './rows.ts'

/** In the group's transaction. A word of tomorrow counts as of now: it must not outlast a withdrawal. */
export async function applyPeople(ctx: Ctx, placed: readonly Placed[]): Promise<void> {
  const consents: ConsentWrite[] = []
  const touchpoints: TouchpointWrite[] = []
  for (const { event, customerId: node } of placed) {
    const { draft, submission } = event
    if (node === 0) continue
    const source = saidBy(event)
    for (const said of draft.consents ?? []) {
      consents.push({
        node,
        purpose: said.purpose,
        channel: said.channel,
        state: said.state,
        textVersion: said.version,
        source,
        isClaimed: !submission.isVerified,
        evidence: said.evidence,
        at: new Date(Math.min(said.at ?? draft.at, submission.receivedAt)),
      })
    }
    if (!TOUCHPOINT_EVENTS.has(draft.name)) continue
    const report = reportOf({
      name: draft.name,
      isVerified: submission.isVerified,
      links: { ...draft.links },
      props: draft.props,
    })
    if (report)
      touchpoints.push({
        ...report,
        node,
        at: new Date(Math.min(draft.at, submission.receivedAt)),
        source,
      })
  }
  await recordConsents(ctx, consents)
  await recordTouchpoints(ctx, touchpoints)
}

/** What an import brought carries its mark, so that undoing it takes this back too. */
const saidBy = ({ draft, submission, source }: Placed['event']) =>
  submission.protocol === 'import' && draft.actor ? draft.actor.replace(/^system:/, '') : source
