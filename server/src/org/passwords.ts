// Passwords: Argon2id with OWASP's parameters, and what is too weak to be one.
import { hash, verify } from '@node-rs/argon2'
import { invalid, unavailable } from '../platform/errors.ts'

const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const MIN_LENGTH = 10
// Argon2 hashes any length, but the time to read it grows with it.
export const MAX_PASSWORD_LENGTH = 256

// Each hash takes 19 MiB and 30 ms of a core: more at once would only make all of them slow, and a
// crowd of guessers must not starve the event store, which shares the thread pool.
const AT_ONCE = 4
const MAX_WAITING = 200
let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MAX_WAITING)
      throw unavailable('sign_in_busy', 'Too many people are signing in at this moment')
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running += 1
  try {
    return await work()
  } finally {
    // The slot is handed over, so `running` stays as it is.
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}

/** @throws 400 weak_password saying what is missing */
export function demandStrongPassword(password: string, email: string): void {
  const fault =
    password.length < MIN_LENGTH
      ? `at least ${MIN_LENGTH} characters`
      : password.length > MAX_PASSWORD_LENGTH
        ? `at most ${MAX_PASSWORD_LENGTH} characters`
        : new Set(password).size < 5
          ? 'at least 5 different characters'
          : withoutAddress(password, email).length < 6
            ? 'more than the e-mail address'
            : undefined
  if (fault) throw invalid('weak_password', `The password needs ${fault}`)
}

/** What is left to guess for who knows the address; very short names are in many good passwords. */
function withoutAddress(password: string, email: string): string {
  const [name = '', domain = ''] = email.split('@')
  const lower = password.toLowerCase().replaceAll(domain, '')
  return name.length < 4 ? lower : lower.replaceAll(name, '')
}

export const hashPassword = (password: string) => inTurn(() => hash(password, COST))

// What an unknown address is compared with, so that it takes as long as a known one.
let decoy: Promise<string> | undefined

/** False also when there is no password, after the same work. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  decoy ??= hash('nobody has this password', COST)
  const against = kept ?? (await decoy)
  const matches = await inTurn(() => verify(against, password))
  return matches && kept !== null
}
