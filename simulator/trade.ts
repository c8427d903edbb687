// What stands in the brand's own shop, and what some of its members have and do there: every way of selling once.
import { openActivities } from './activities.ts'
import { shareOut } from './affiliates.ts'
import { openAppointments } from './appointments.ts'
import { giveCards } from './besties.ts'
import { openCounters, sellToMembers } from './counters.ts'
import { decorate } from './decoration.ts'
import { openDeliveries } from './deliveries.ts'
import { tryBenefits, tryOffers } from './experiment.ts'
import { winFans } from './fans.ts'
import { giveOne, welcomeBuyers } from './first-orders.ts'
import { sellGifts } from './gifts.ts'
import { askForInvoices } from './invoices.ts'
import { openLeadForms } from './leads.ts'
import { customerOf } from './people.ts'
import { sellAhead, takeBalances, takeDeposits } from './pre-sale.ts'
import { fillAccounts, levelsKnown, openLevels } from './programme.ts'
import { offerQuotations } from './quotations.ts'
import { reviewInShop } from './reviews.ts'
import { openRewards } from './rewards.ts'
import { openSales } from './sales.ts'
import type { Door } from './sender.ts'
import { openServices, sellServices } from './services.ts'
import { HOME, openStorefront, orderInShop } from './storefront.ts'
import { ringUp } from './tills.ts'
import { moveStock } from './warehouse.ts'
import type { Plan } from './world.ts'

/** Told before: a start that was cut off makes what is missing. @param members their numbers, as they joined */
export async function openTrade(
  door: Door,
  plan: Plan,
  { members, now }: { members: readonly string[]; now: number },
): Promise<void> {
  await openStorefront(door)
  await openLevels(door)
  await openCounters(door)
  const batch = await openActivities(door, now)
  await decorate(door, now)
  const some = await Promise.all(members.slice(0, 40).map((member) => customerOf(door, member)))
  const customers = [...new Set(some.filter((id) => id !== undefined))]
  await fillAccounts(door, plan, customers)
  await levelsKnown(door)
  await takeDeposits(door, customers.slice(18))
  await orderInShop(door, plan, { customers, batch, now })
  await askForInvoices(door)
  await openServices(door)
  await winFans(door)
  await openRewards(door, { customers, batch, home: HOME })
  await openSales(door, { customers, now })
  await moveStock(door)
  await openLeadForms(door)
  await openAppointments(door, customers)
  await welcomeBuyers(door)
  await reviewInShop(door)
  await offerQuotations(door, { customers, now })
  await sellServices(door, customers.slice(24))
  await ringUp(door, plan, customers.slice(10))
  await openDeliveries(door, members.slice(30))
  await sellGifts(door, { buyers: customers.slice(16), friend: members[28] })
  await tryOffers(door, { customers: customers.slice(20), now })
  await tryBenefits(door, { customers: customers.slice(0, 16), now })
  await sellToMembers(door, customers)
  await sellAhead(door, { customers: customers.slice(31), now })
  await shareOut(door, { sharing: customers.slice(2), buyers: customers.slice(12) })
  await giveCards(door, { holders: members.slice(34), customers: customers.slice(6) })
  await takeBalances(door)
  await giveOne(door)
}
