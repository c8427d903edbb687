// A rule as it is sent: what has not the shape of one is said part by part, so that the editor can
// show it beside the field. `checkRule` says what has the shape and makes no sense.
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { AppError } from '../platform/errors.ts'
import { MAX_DEPTH, type Path, type Problem } from './check-rule.ts'
import { Leaf, Rule } from './rule.ts'

/** Deeper than any rule may be; what is nested beyond is not even looked at. */
const DEEPEST = 32

/** @returns the rule with its defaults filled in, or what keeps it from being one */
export function readRule(given: unknown): { rule: Rule } | { problems: Problem[] } {
  const problems: Problem[] = []
  look(given, [], problems)
  if (problems.length > 0) return { problems }
  return { rule: Rule.parse(given) }
}

function look(given: unknown, path: Path, problems: Problem[]): void {
  const say = (at: Path, code: string, message: string, values?: Problem['values']): void => {
    problems.push({ path: at, code, message, ...(values && { values }) })
  }
  const part = given as { kind?: unknown; rules?: unknown; rule?: unknown }
  if (path.length > DEEPEST * 2)
    say(path, 'rule_too_deep', `Groups nest at most ${MAX_DEPTH} deep`, { most: MAX_DEPTH })
  else if (typeof given !== 'object' || given === null || Array.isArray(given))
    say(path, 'required', 'A condition or a group of them')
  else if (part.kind === 'not') {
    if (part.rule === undefined) say([...path, 'rule'], 'required', 'What is denied')
    else look(part.rule, [...path, 'rule'], problems)
    strangers(given, ['kind', 'rule'], say, path)
  } else if (part.kind === 'all' || part.kind === 'any') {
    const rules = Array.isArray(part.rules) ? part.rules : []
    if (rules.length === 0) say(path, 'empty_group', 'A group needs a condition')
    else if (rules.length > MOST_IN_A_GROUP)
      say([...path, 'rules'], 'malformed', `At most ${MOST_IN_A_GROUP} in a group`)
    else for (const [i, rule] of rules.entries()) look(rule, [...path, 'rules', i], problems)
    strangers(given, ['kind', 'rules'], say, path)
  } else
    for (const issue of Leaf.safeParse(given).error?.issues ?? [])
      problems.push(problemOf(issue, given, path))
}

const MOST_IN_A_GROUP = 50

function strangers(
  given: object,
  known: readonly string[],
  say: (at: Path, code: string, message: string) => void,
  path: Path,
): void {
  for (const key of Object.keys(given))
    if (!known.includes(key)) say([...path, key], 'malformed', 'A group has no such part')
}

function problemOf(issue: z.core.$ZodIssue, given: object, path: Path): Problem {
  const within = issue.path.map((step) => (typeof step === 'number' ? step : String(step)))
  const value = within.reduce<unknown>(
    (part, step) => (part as Record<string | number, unknown> | undefined)?.[step],
    given,
  )
  const isEmpty =
    value === undefined ||
    value === null ||
    value === '' ||
    (Array.isArray(value) && value.length === 0)
  const code =
    within.length === 1 && within[0] === 'kind'
      ? 'unknown_kind'
      : isEmpty
        ? 'required'
        : 'malformed'
  return { path: [...path, ...within], code, message: issue.message }
}

/**
 * Before the request's own shape is looked at: a rule that is none is refused part by part, and one
 * that is nested without end is not followed.
 */
export async function refuseMalformedRule(request: FastifyRequest): Promise<void> {
  const { body } = request
  if (typeof body !== 'object' || body === null || !('rule' in body)) return
  if (body.rule === undefined || body.rule === null) return
  const read = readRule(body.rule)
  if ('problems' in read) throw badRule(read.problems)
}

export const badRule = (problems: readonly unknown[]): AppError =>
  new AppError(400, 'bad_rule', 'The rule has parts that cannot be evaluated', {
    details: { problems },
  })
