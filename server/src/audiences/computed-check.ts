// Definitions that make no sense are refused, with the reason and the place.
import type { Ctx } from '../platform/ctx.ts'
import { loadHandlings } from '../profile/index.ts'
import { aboutRules } from './check.ts'
import { checkRule, MAX_DEPTH, type Path, type Problem } from './check-rule.ts'
import { type Definition, type Formula, sourcesOf } from './computed.ts'
import { leadsTo, linksOf } from './computed-links.ts'
import { needsOfDefinition, watchOf } from './computed-needs.ts'
import { keyOf } from './needs.ts'
import { refusedPatterns } from './refused-patterns.ts'
import type { Rule } from './rule.ts'

const problem = (
  path: Path,
  code: string,
  message: string,
  values: Record<string, string | number> = {},
): Problem => ({ path, code, message, values })

export async function checkDefinition(
  ctx: Ctx,
  name: string,
  definition: Definition,
): Promise<Problem[]> {
  const [about, handlings, links] = await Promise.all([
    aboutRules(ctx, undefined),
    loadHandlings(ctx),
    linksOf(ctx),
  ])
  const found = shapeProblems(definition)
  const rules: { path: Path; rule: Rule }[] =
    definition.kind === 'cases'
      ? definition.cases.map((c, i) => ({ path: ['cases', i, 'when'], rule: c.when }))
      : [{ path: [], rule: watchOf(definition) }]
  for (const { path, rule } of rules) {
    const problems = checkRule(rule, about)
    if (problems.length === 0) problems.push(...(await refusedPatterns(ctx, rule)))
    // What the rule says of a formula's parts has no place of its own in it.
    found.push(
      ...problems.map((p) => ({
        ...p,
        path: definition.kind === 'cases' ? [...path, ...p.path] : [],
      })),
    )
  }
  for (const { path, source } of placedAttributes(definition))
    if (handlings.isSensitive(source))
      found.push(problem(path, 'sensitive_attribute', `"${source}" is sensitive`, { name: source }))
  for (const { path, reads } of placedReads(definition))
    if (leadsTo(reads, keyOf('attribute', name), links))
      found.push(
        problem(
          path,
          'computed_circle',
          'This reads, directly or through others, what is being made',
          {
            name,
          },
        ),
      )
  return unique(found)
}

const unique = (problems: Problem[]) => [
  ...new Map(problems.map((p) => [JSON.stringify([p.path, p.code]), p])).values(),
]

/** What only the definition itself says. Pure. */
export function shapeProblems(definition: Definition): Problem[] {
  switch (definition.kind) {
    case 'event_figure':
      return definition.of !== 'count' && definition.property === undefined
        ? [problem(['property'], 'required', 'A property to reckon with')]
        : []
    case 'formula':
      return formulaProblems(definition.formula, ['formula'])
    case 'bins': {
      const found = formulaProblems(definition.of, ['of'])
      if (definition.labels.length !== definition.cuts.length + 1)
        found.push(
          problem(['labels'], 'labels_not_matching', 'One label more than cuts', {
            count: definition.labels.length,
            needed: definition.cuts.length + 1,
          }),
        )
      if (!isRising(definition.cuts))
        found.push(problem(['cuts'], 'cuts_not_rising', 'Each cut is above the one before'))
      return found
    }
    case 'cases': {
      const values = definition.cases.map((c) => c.value)
      if (definition.otherwise !== undefined) values.push(definition.otherwise)
      return new Set(values.map((v) => typeof v)).size > 1
        ? [problem(['cases'], 'values_mixed', 'Either numbers or texts')]
        : []
    }
    case 'rfm': {
      const { cuts } = definition
      if (cuts.kind === 'fifths') return []
      return [
        ...(isRising(cuts.r.map((days) => -days))
          ? []
          : [problem(['cuts', 'r'], 'cuts_not_falling', 'The better score has the fewer days')]),
        ...(['f', 'm'] as const).flatMap((which) =>
          isRising(cuts[which])
            ? []
            : [problem(['cuts', which], 'cuts_not_rising', 'Each cut is above the one before')],
        ),
      ]
    }
    default:
      return []
  }
}

const isRising = (cuts: readonly number[]) =>
  cuts.every((cut, i) => i === 0 || cut > (cuts[i - 1] ?? Number.NEGATIVE_INFINITY))

function formulaProblems(formula: Formula, path: Path): Problem[] {
  const found: Problem[] = []
  if (sourcesOf(formula).length === 0)
    found.push(problem(path, 'formula_constant', 'A formula reads something of the customer'))
  if (sourcesOf(formula).length > 50)
    found.push(problem(path, 'formula_too_large', 'At most 50 parts', { most: 50 }))
  const walk = (part: Formula, at: Path, depth: number): void => {
    if (depth > MAX_DEPTH)
      found.push(problem(at, 'formula_too_deep', `At most ${MAX_DEPTH} deep`, { most: MAX_DEPTH }))
    else if (part.kind === 'event_figure' && part.of !== 'count' && part.property === undefined)
      found.push(problem([...at, 'property'], 'required', 'A property to reckon with'))
    else if ('parts' in part) part.parts.map((p, i) => walk(p, [...at, 'parts', i], depth + 1))
    else if ('left' in part) {
      walk(part.left, [...at, 'left'], depth + 1)
      walk(part.right, [...at, 'right'], depth + 1)
    } else if (part.kind === 'round') walk(part.of, [...at, 'of'], depth + 1)
  }
  walk(formula, path, 1)
  return found
}

const formulaOf = (definition: Definition): { path: Path; formula: Formula } | undefined =>
  definition.kind === 'formula'
    ? { path: ['formula'], formula: definition.formula }
    : definition.kind === 'bins'
      ? { path: ['of'], formula: definition.of }
      : undefined

function placedAttributes(definition: Definition): { path: Path; source: string }[] {
  const placed = formulaOf(definition)
  if (!placed) return []
  return sourcesOf(placed.formula).flatMap((s) =>
    s.kind === 'attribute' ? [{ path: placed.path, source: s.name }] : [],
  )
}

/** What each part reads: keys of attributes and ids of audiences. */
function placedReads(definition: Definition): { path: Path; reads: string[] }[] {
  if (definition.kind === 'cases')
    return definition.cases.map((c, i) => ({
      path: ['cases', i, 'when'],
      reads: readsOf({ ...definition, cases: [c] }),
    }))
  return [{ path: formulaOf(definition)?.path ?? [], reads: readsOf(definition) }]
}

function readsOf(definition: Definition): string[] {
  const { keys, audiences } = needsOfDefinition(definition)
  return [...keys, ...audiences]
}
