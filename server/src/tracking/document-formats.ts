// The plan as files that people and programs read.
import { csvLine, workbook } from '../desk/index.ts'
import type { PlanDocument } from './document.ts'
import { wordsOf } from './rule.ts'

export const FORMATS = ['json', 'markdown', 'csv', 'xlsx'] as const
export type Format = (typeof FORMATS)[number]
export const MEDIA: Record<Format, { type: string; ending: string }> = {
  json: { type: 'application/json; charset=utf-8', ending: 'json' },
  markdown: { type: 'text/markdown; charset=utf-8', ending: 'md' },
  xlsx: {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ending: 'xlsx',
  },
  csv: { type: 'text/csv; charset=utf-8', ending: 'csv' },
}

export function writePlan(plan: PlanDocument, format: Format): Promise<Buffer> | string {
  if (format === 'json') return `${JSON.stringify(plan, null, 2)}\n`
  if (format === 'xlsx') return toXlsx(plan)
  return format === 'csv' ? toCsv(plan) : toMarkdown(plan)
}

const COLUMNS = [
  'event',
  'event_label',
  'status',
  'owner',
  'property',
  'property_label',
  'type',
  'unit',
  'expected',
  'description',
  'rules',
]

/** A line a property; an event without any has a line of its own. */
function* linesOf(plan: PlanDocument): Generator<string[]> {
  for (const e of plan.events) {
    const rulesOf = (property: string) =>
      e.rules
        .filter((r) => r.property === property && r.action !== 'off')
        .map((r) => `${wordsOf({ eventName: e.name, ...r })} (${r.action})`)
        .join('; ')
    const head = [e.name, e.label, e.status, e.owner]
    yield [...head, '', '', '', '', '', e.description, rulesOf('')]
    for (const p of e.properties)
      yield [
        ...head,
        p.name,
        p.label,
        p.type ?? '',
        p.unit,
        p.is_expected ? 'yes' : '',
        p.description,
        rulesOf(p.name),
      ]
  }
}

// Excel takes a file without a mark for the machine's own encoding.
const toCsv = (plan: PlanDocument) =>
  [`\uFEFF${csvLine(COLUMNS)}`, ...linesOf(plan).map(csvLine)].join('')

async function toXlsx(plan: PlanDocument): Promise<Buffer> {
  const rows = async function* () {
    yield* linesOf(plan)
  }
  const pieces: Buffer[] = []
  for await (const piece of workbook(COLUMNS, rows())) pieces.push(piece)
  return Buffer.concat(pieces)
}

function toMarkdown(plan: PlanDocument): string {
  const lines = ['# Tracking plan 埋点方案', '']
  for (const e of plan.events) {
    lines.push(`## ${inline(e.label || e.name)} \`${e.name.replaceAll('`', "'")}\``, '')
    if (e.description) lines.push(inline(e.description), '')
    const facts = [
      ['status', e.status],
      ['owner', e.owner],
      ['platforms', e.platforms.join(', ')],
      ['sources', e.sources.join(', ')],
    ].filter(([, value]) => value)
    lines.push(...facts.map(([name, value]) => `- ${name}: ${inline(value ?? '')}`), '')
    if (e.properties.length > 0) {
      lines.push(
        '| property | label | type | unit | expected | description |',
        '|---|---|---|---|---|---|',
      )
      for (const p of e.properties)
        lines.push(
          `| ${[p.name, p.label, p.type ?? '', p.unit, p.is_expected ? '✓' : '', p.description].map(inline).join(' | ')} |`,
        )
      lines.push('')
    }
    for (const r of e.rules.filter((r) => r.action !== 'off'))
      lines.push(`- ${inline(wordsOf({ eventName: e.name, ...r }))} (${r.action})`)
    if (e.rules.some((r) => r.action !== 'off')) lines.push('')
  }
  return `${lines.join('\n').trimEnd()}\n`
}

/** One line that ends no table cell and starts no markup. */
const inline = (text: string) => text.replace(/\s*\n\s*/g, ' ').replace(/[\\|<>*_`[\]]/g, '\\$&')
