import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { testCtx } from '../platform/testing.ts'
import { queues, sweep } from './jobs.ts'
import { createResetLink, FIRST_TENANT } from './links.ts'
import { createTenant } from './tenants.ts'
import { addPerson, emptyDatabase, signInAs, testApi } from './testing.ts'

test('what ran out long ago is forgotten, the rest stays', async () => {
  const store = await emptyDatabase()
  onTestFinished(() => store.drop())
  const ctx = { ...(await testCtx()), pg: store.db }
  const { ctx: tenant } = await createTenant(ctx, ctx.actor, FIRST_TENANT)
  const api = await testApi(ctx)
  const owner = await addPerson(tenant, 'owner')
  await signInAs(api, owner)
  await createResetLink(api.base, { email: owner.email, dropTotp: false })
  await api.call('POST', '/session', { body: { email: owner.email, password: 'not it' } })
  const left = async () => {
    const { rows } = await sql<{ sessions: number; links: number; guesses: number }>`
      select (select count(*) from session) as sessions,
        (select count(*) from one_time_link) as links,
        (select count(*) from sign_in_guess where kind = 'account') as guesses`.execute(ctx.pg)
    return rows[0]
  }
  await sweep(ctx)
  expect(await left()).toEqual({ sessions: 1, links: 1, guesses: 1 })
  await sweep({ ...ctx, now: () => new Date(Date.now() + 60 * 24 * 3600 * 1000) })
  expect(await left()).toEqual({ sessions: 0, links: 0, guesses: 0 })
})

test('it is swept every hour, and changes of brands every five minutes', () => {
  expect(queues(() => expect.fail('not run here'))).toMatchObject([
    { name: 'org.sweep', cron: '17 * * * *' },
    { name: 'org.forget_brand_changes', cron: '*/5 * * * *' },
  ])
})
