// What the values of a breakdown are called where the server tells of them: stores, people, and the codes
// that the brand or an attribute's definition names.
import { listStaff, listStores } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { listDefinitions } from '../../profile/index.ts'
import { codeNames, type NamedCode } from '../../tracking/index.ts'
import type { Tongue } from './told.ts'

const PAGE = 500
/** Which named code a property of events carries. */
const KIND_OF: Readonly<Record<string, NamedCode['kind']>> = {
  'event.channel_id': 'channel',
  'event.activity_id': 'activity',
  'event.content_id': 'content',
  'event.utm_campaign': 'campaign',
  hook: 'hook',
}

/** Of a property of customers in place of one of events. */
export const OF_CUSTOMER = 'customer:'
/** What a value of this property is called, else itself. */
export type Called = (property: string, value: string) => string

export async function calledOf(ctx: Ctx, tongue: Tongue = 'zh-CN'): Promise<Called> {
  const [stores, staff, codes, attributes] = await Promise.all([
    namesOf((cursor) => listStores(ctx, { limit: PAGE, cursor })),
    namesOf((cursor) => listStaff(ctx, { limit: PAGE, cursor })),
    codeNames(ctx),
    listDefinitions(ctx),
  ])
  const named = new Map(codes.map(({ kind, code, name }) => [`${kind} ${code}`, name]))
  const labels = new Map(
    attributes.flatMap(({ name, valueLabels }) =>
      valueLabels.map(({ value, label, label_en }) => [
        `${OF_CUSTOMER}${name} ${value}`,
        (tongue === 'en' && label_en) || label,
      ]),
    ),
  )
  return (property, value) => {
    if (property.startsWith(OF_CUSTOMER)) return labels.get(`${property} ${value}`) ?? value
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
