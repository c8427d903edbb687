// The lock against guessing. An attempt is counted as wrong before it is looked at and taken back
// when it was right, so a hundred attempts at once, on any number of servers, get no further than a
// hundred in a row.
import { sql } from 'kysely'
import { tooMany } from '../platform/errors.ts'
import type { Base } from './base.ts'

interface Limit {
  kind: 'account' | 'address'
  /** Wrong attempts that cost nothing. */
  free: number
  /** After so long without one, counting starts anew. */
  forgetSeconds: number
}
export const ACCOUNT: Limit = { kind: 'account', free: 5, forgetSeconds: 24 * 3600 }
// Many people can share an address (a shop, a proxy that hides them), hence more and for less long.
export const ADDRESS: Limit = { kind: 'address', free: 50, forgetSeconds: 15 * 60 }

const FIRST_DELAY_SECONDS = 15
const LONGEST_DELAY_SECONDS = 15 * 60

/**
 * @returns how many have failed now, this one included
 * @throws 429 while locked; counts nothing then, so waiting always helps
 */
export async function countAttempt(base: Base, limit: Limit, subject: string): Promise<number> {
  const now = base.now()
  const counted = await sql<{ failures: number }>`
    insert into sign_in_guess as g (kind, subject, failures, last_at)
    values (${limit.kind}, ${subject}, 1, ${now})
    on conflict (kind, subject) do update set (failures, locked_until) = (
        select n, case when n >= ${limit.free}::integer
          then excluded.last_at + make_interval(secs => least(
            ${LONGEST_DELAY_SECONDS}::float8,
            ${FIRST_DELAY_SECONDS}::float8 * 2 ^ least(n - ${limit.free}::integer, 20)))
          end
        from (select case when g.last_at < excluded.last_at - make_interval(secs => ${limit.forgetSeconds})
          then 1 else g.failures + 1 end as n) as counted
      ), last_at = excluded.last_at
      where g.locked_until is null or g.locked_until <= excluded.last_at
    returning failures`.execute(base.pg)
  if (counted.rows[0]) return counted.rows[0].failures
  const { rows } = await sql<{ locked_until: Date }>`
    select locked_until from sign_in_guess
    where kind = ${limit.kind} and subject = ${subject} and locked_until is not null`.execute(
    base.pg,
  )
  const until = rows[0]?.locked_until ?? now
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000))
  throw tooMany('too_many_attempts', `Too many wrong attempts; try again in ${seconds} s`, seconds)
}

/** The attempt was no guess: one less, and whoever comes next need not wait for it. */
export async function takeBackAttempt(base: Base, limit: Limit, subject: string): Promise<void> {
  await sql`update sign_in_guess set failures = greatest(failures - 1, 0), locked_until = null
    where kind = ${limit.kind} and subject = ${subject}`.execute(base.pg)
}

/** The person has proved who they are. */
export async function forgetAttempts(base: Base, limit: Limit, subject: string): Promise<void> {
  await sql`delete from sign_in_guess
    where kind = ${limit.kind} and subject = ${subject}`.execute(base.pg)
}

/** What stands for the address: a household's whole IPv6 network, not one of its 2^64 addresses. */
export function networkOf(ip: string): string {
  if (!ip.includes(':') || ip.startsWith('::ffff:')) return ip.replace('::ffff:', '')
  const [head = '', tail] = ip.split('%')[0]?.split('::') ?? []
  const groups = head === '' ? [] : head.split(':')
  const rest = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : 8 - groups.length - rest.length
  const all = [...groups, ...Array<string>(Math.max(zeros, 0)).fill('0'), ...rest]
  return `${all.slice(0, 4).join(':')}::/64`
}
