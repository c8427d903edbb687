// What the values of a breakdown are called where the server tells of them: stores, people, and the codes
// that the brand has named.
import { listStaff, listStores } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { codeNames, type NamedCode } from '../../tracking/index.ts'

const PAGE = 500
/** Which named code a property of events carries. */
const KIND_OF: Readonly<Record<string, NamedCode['kind']>> = {
  'event.channel_id': 'channel',
  'event.activity_id': 'activity',
  'event.content_id': 'content',
  'event.utm_campaign': 'campaign',
  hook: 'hook',
}

/** What a value of this property is called, else itself. */
export type Called = (property: string, value: string) => string

export async function calledOf(ctx: Ctx): Promise<Called> {
  const [stores, staff, codes] = await Promise.all([
    namesOf((cursor) => listStores(ctx, { limit: PAGE, cursor })),
    namesOf((cursor) => listStaff(ctx, { limit: PAGE, cursor })),
    codeNames(ctx),
  ])
  const named = new Map(codes.map(({ kind, code, name }) => [`${kind} ${code}`, name]))
  return (property, value) => {
    if (property === 'event.store_id') return stores.get(value) ?? value
    if (property === 'event.staff_id') return staff.get(value) ?? value
    return named.get(`${KIND_OF[property]} ${value}`) ?? value
  }
}

async function namesOf(
  read: (cursor: string | undefined) => Promise<{
    items: { code: string; name: string }[]
    next_cursor: string | null
  }>,
): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  let cursor: string | undefined
  do {
    const page = await read(cursor)
    for (const { code, name } of page.items) names.set(code, name)
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
  return names
}
