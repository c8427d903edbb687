// A funnel as plain reading has it: every way through her events is tried. Slow; for tests.
export interface Row {
  customer: number
  at: number
  name: string
  props: Record<string, string>
}
export interface PlainFunnel {
  order: 'ordered' | 'strict' | 'unordered'
  /** Names of the events of each step. */
  steps: string[][]
  exclusions: { event: string; from: number; to: number }[]
  windowMs: number
}

const said = ({ props }: Row) => ['blue', 'red'].indexOf(props.colour ?? '')

/**
 * The rows of her furthest attempt, a row a step reached.
 * @param isBeginning which rows of the first step an attempt may begin with
 */
export function furthest(
  funnel: PlainFunnel,
  given: readonly Row[],
  isBeginning: (row: Row) => boolean = () => true,
): Row[] {
  const marks = (row: Row) => [
    ...funnel.steps.map((names) => names.includes(row.name)),
    ...funnel.exclusions.map(({ event }) => event === row.name),
  ]
  const rows = given
    .map((row) => ({ row, marks: marks(row) }))
    .filter(({ marks }) => funnel.order === 'strict' || marks.some(Boolean))
    .map(({ row, marks }) => ({ row, marks, first: marks.indexOf(true) }))
    .map((r) => ({ ...r, first: r.first < 0 ? 15 : r.first }))
    .map((r) => ({ ...r, sum: r.marks.reduce((sum, is, i) => sum + (is ? 2 ** i : 0), 0) }))
    .sort(
      (a, b) =>
        a.row.at - b.row.at || a.first - b.first || a.sum - b.sum || said(a.row) - said(b.row),
    )
  const isBlock = (i: number, from: number, to: number) =>
    funnel.exclusions.some((x) => x.from <= from && to <= x.to && x.event === rows[i]?.row.name)

  if (funnel.order === 'unordered') {
    let best: number[] = []
    rows.forEach((last, end) => {
      const at = funnel.steps.map((_, step) => {
        for (let i = end; i >= 0; i--) {
          const isIn = last.row.at - (rows[i]?.row.at ?? 0) <= funnel.windowMs
          if (isIn && rows[i]?.marks[step]) return i
          // Nothing before an exclusion counts, unless that is the last row itself.
          if (i < end && isBlock(i, 1, funnel.steps.length)) return -1
        }
        return -1
      })
      const found = at.filter((i) => i >= 0).sort((a, b) => a - b)
      if (found.length > best.length) best = found
    })
    return best.flatMap((i) => rows[i]?.row ?? [])
  }

  const chains: number[][] = []
  const go = (chain: number[]) => {
    chains.push(chain)
    const step = chain.length
    const from = chain.at(-1) as number
    if (step === funnel.steps.length) return
    for (let i = from + 1; i < rows.length; i++) {
      if (funnel.order === 'strict' && i > from + 1) return
      const first = rows[chain[0] as number]?.row.at as number
      if (rows[i]?.marks[step] && (rows[i]?.row.at as number) - first <= funnel.windowMs) {
        // In the middle of what an exclusion lies between, it may not be the exclusion itself.
        const isBarred = funnel.exclusions.some(
          (x) => x.from < step + 1 && step + 1 < x.to && x.event === rows[i]?.row.name,
        )
        if (!isBarred) go([...chain, i])
      }
      if (isBlock(i, step, step + 1)) return
    }
  }
  rows.forEach((row, i) => {
    if (row.marks[0] && isBeginning(row.row)) go([i])
  })
  const [best = []] = chains.sort((a, b) => {
    if (a.length !== b.length) return b.length - a.length
    const end = a.length - 1
    if (a[end] !== b[end]) return (a[end] as number) - (b[end] as number)
    for (let i = end - 1; i >= 0; i--) if (a[i] !== b[i]) return (b[i] as number) - (a[i] as number)
    return 0
  })
  return best.flatMap((i) => rows[i]?.row ?? [])
}

const average = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length
function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2
}

/** Figures of a step over the attempts of some customers. */
export function figuresOf(attempts: readonly Row[][], steps: number) {
  return Array.from({ length: steps }, (_, i) => {
    const there = attempts.filter((rows) => rows.length > i)
    const took = there.map((rows) =>
      i === 0 ? 0 : ((rows[i]?.at as number) - (rows[i - 1]?.at as number)) / 1000,
    )
    return {
      count: there.length,
      avg_seconds: i === 0 || took.length === 0 ? null : average(took),
      median_seconds: i === 0 || took.length === 0 ? null : median(took),
    }
  })
}
