// What a new customer sees waiting for her, and how long.
import { expect, test } from 'vitest'
import { recordOrders } from '../../commerce/index.ts'
import { newCustomer, order } from '../../commerce/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { applyRelations } from '../../profile/index.ts'
import { liveOffer, offTen } from '../testing.ts'
import { newcomerOffers } from './for-newcomers.ts'

const HOUR = 3_600_000

test('her hours run from her being added, what ends first stands first, and buying ends it', async () => {
  const ctx = await testCtx()
  const now = ctx.now().getTime()
  const [she, stranger] = [await newCustomer(ctx), await newCustomer(ctx)]
  const added = new Date(now - 10 * HOUR)
  await applyRelations(ctx, [
    {
      ...{ state: 'friend', storeId: null, channelId: null, source: 'wecom' },
      ...{ node: she, staffId: 'wang', addedAt: added, endedAt: null },
    },
  ])
  const always = await liveOffer(ctx, { ...offTen, who: { new_only: true } })
  const soon = await liveOffer(ctx, {
    ...{ ...offTen, who: { new_only: true } },
    when: { to: new Date(now + HOUR).toISOString() },
  })
  const hers = await liveOffer(ctx, { ...offTen, who: { new_only: true, hours_from_added: 72 } })
  await liveOffer(ctx, offTen)
  const seen = async (customer: number | null) =>
    (await newcomerOffers(ctx, customer, null)).map(({ id, until }) => ({ id, until }))
  const at = (hours: number) => new Date(added.getTime() + hours * HOUR).toISOString()
  expect(await seen(she)).toEqual([
    { id: soon, until: at(11) },
    { id: hers, until: at(72) },
    { id: always, until: null },
  ])
  expect((await seen(stranger)).map(({ id }) => id)).toEqual([soon, always])
  expect((await seen(null)).map(({ id }) => id)).toEqual([soon, always])
  await recordOrders(ctx, [order('paid', 100, { node: she })])
  expect(await seen(she)).toEqual([])
})
