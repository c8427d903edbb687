import { z } from 'zod'
import { ownMembership, ownPoints, programmeName } from '../../../membership/index.ts'
import { blockKind, type Viewer } from './kind.ts'

const Data = z.object({
  programme: z.string().nullable().describe('null: the brand has none'),
  member: z
    .object({
      number: z.string(),
      level: z.object({ name: z.string(), name_en: z.string() }).nullable(),
      points: z.number().int(),
    })
    .nullable()
    .describe('null: she is none, or is not known'),
})

/** 会员卡: hers, or an invitation to become a member. */
export const memberCard = blockKind({
  kind: 'member_card',
  settings: z.object({ invitation: z.string().trim().max(60).default('') }),
  data: Data,
  names: () => ({}),
  missing: () => [],
  async load(viewer, blocks) {
    const card = await cardOf(viewer)
    return blocks.map(() => card)
  },
})

async function cardOf({ ctx, customer, nodes }: Viewer): Promise<z.infer<typeof Data>> {
  const found = customer === null ? null : await ownMembership(ctx, customer, nodes)
  if (customer === null || !found) return { programme: await programmeName(ctx), member: null }
  const { programme, member, standing, levels } = found
  if (!member) return { programme: programme.name, member: null }
  const level = levels.find(({ code }) => code === standing?.level)
  return {
    programme: programme.name,
    member: {
      number: member.number,
      level: level ? { name: level.name, name_en: level.name_en } : null,
      points: (await ownPoints(ctx, customer)).spendable,
    },
  }
}
