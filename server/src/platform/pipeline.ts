// Statements of one connection that travel together: prepared once, sent in one write, answered before one
// sync. What a row looks like is asked once a statement, and what opens a transaction or a savepoint waits
// for the statement it is opened for. A trip to the database and back costs more than most of what is asked.
import pg from 'pg'

/** What Kysely reads of an answer. */
export interface Answer {
  command: string
  rowCount: number | null
  rows: Record<string, unknown>[]
}

/** The parts of pg's connection that a query of our own speaks to. */
interface Wire {
  parsedStatements: Record<string, string>
  stream: { cork(): void; uncork(): void }
  parse(query: { name: string; text: string }): void
  bind(config: { statement: string; values: readonly unknown[] }): void
  describe(of: { type: 'P'; name: string }): void
  execute(config?: object): void
  sync(): void
}
interface Field {
  name: string
  dataTypeID: number
}
/** How a statement's rows are read; undefined until its first answer. */
type Shape = readonly { name: string; parse: (text: string) => unknown }[]

const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): unknown } })
  .utils

export interface Statement {
  /** What it is prepared as; empty: it is not kept. */
  name: string
  text: string
  values: readonly unknown[]
}
interface Sent extends Statement {
  answer: Answer
  settle(error: unknown, answer: Answer): void
}

/** One write of statements: those after one that fails are not run, and fail with it. */
class Round {
  private at = 0
  private described: Shape | undefined
  private error: unknown
  private readonly sent: readonly Sent[]
  private readonly shapes: Map<string, Shape>
  private readonly onEnd: (error: unknown) => void

  constructor(sent: readonly Sent[], shapes: Map<string, Shape>, onEnd: (error: unknown) => void) {
    this.sent = sent
    this.shapes = shapes
    this.onEnd = onEnd
  }

  /** What pg notes as prepared once it is: the statement whose turn it is. */
  get name(): string {
    return this.sent[this.at]?.name ?? ''
  }
  get text(): string {
    return this.sent[this.at]?.text ?? ''
  }

  submit(connection: unknown): undefined {
    const wire = connection as Wire
    wire.stream.cork()
    try {
      const parsed = new Set<string>()
      for (const { name, text, values } of this.sent) {
        if (name === '' || (wire.parsedStatements[name] === undefined && !parsed.has(name)))
          wire.parse({ name, text })
        if (name !== '') parsed.add(name)
        wire.bind({ statement: name, values })
        if (!this.shapes.has(name)) wire.describe({ type: 'P', name: '' })
        wire.execute()
      }
      wire.sync()
    } finally {
      wire.stream.uncork()
    }
  }

  handleRowDescription(message: { fields: Field[] }): void {
    this.described = message.fields.map(({ name, dataTypeID }) => ({
      name,
      parse: pg.types.getTypeParser(dataTypeID, 'text') as (text: string) => unknown,
    }))
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    const one = this.sent[this.at]
    const shape = (one && this.shapes.get(one.name)) ?? this.described
    if (!one || !shape || this.error !== undefined) return
    const row: Record<string, unknown> = {}
    try {
      for (const [i, { name, parse }] of shape.entries()) {
        const text = message.fields[i]
        row[name] = text == null ? null : parse(text)
      }
    } catch (error) {
      this.error = error
    }
    one.answer.rows.push(row)
  }

  handleCommandComplete({ text }: { text: string }): void {
    const one = this.sent[this.at]
    if (!one) return
    const [command = '', ...numbers] = text.split(' ')
    const last = Number(numbers.at(-1))
    one.answer.command = command
    one.answer.rowCount = Number.isInteger(last) ? last : null
    if (one.name !== '' && !this.shapes.has(one.name))
      this.shapes.set(one.name, this.described ?? [])
    this.described = undefined
    this.at += 1
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete({ text: '' })
  }
  handlePortalSuspended(): void {
    this.error = new Error('a statement without a limit was cut off')
  }
  handleCopyInResponse(connection: { sendCopyFail(why: string): void }): void {
    connection.sendCopyFail('No source stream defined')
  }
  handleCopyData(): void {
    // Nobody asked for it.
  }

  handleError(error: unknown): void {
    this.end(error)
  }
  handleReadyForQuery(): void {
    this.end(this.error)
  }

  private end(error: unknown): void {
    for (const [i, one] of this.sent.entries())
      one.settle(i < this.at && this.error === undefined ? undefined : error, one.answer)
    this.onEnd(error)
  }
}

const OPENS = /^(begin|start transaction|savepoint|release savepoint|rollback to savepoint)\b/
const BEGINS = /^(begin|start transaction)\b/
const ROLLS_BACK_TO = /^rollback to savepoint\b/
/**
 * PostgreSQL plans a statement with a list anew at each call, since it takes every list of a kept plan for ten
 * long: a third of what such a statement cost.
 */
const PLANS_ONCE: Statement = {
  name: 'plans-once',
  text: 'set local plan_cache_mode = force_generic_plan',
  values: [],
}
const isBeginning = ({ text }: Statement) => BEGINS.test(text) || text === PLANS_ONCE.text

/** The statements of one connection, sent in the order in which they were asked. */
export class Pipeline {
  private waiting: Sent[] = []
  private isSending = false
  private inTransaction = false
  /** Of a write that nobody waited for. */
  private failed: unknown
  private readonly shapes = new Map<string, Shape>()
  private readonly client: pg.PoolClient

  constructor(client: pg.PoolClient) {
    this.client = client
  }

  /** @param isLater nobody needs its answer: it goes with the next one, which fails if it does */
  run(statement: Statement, isLater = false): Promise<Answer> {
    const { text } = statement
    if (BEGINS.test(text)) this.inTransaction = true
    if (text === 'rollback') return this.rollBack(statement)
    if (ROLLS_BACK_TO.test(text)) this.failed = undefined
    if (text === 'commit' && this.waiting.every(isBeginning)) return this.endUnused(statement)
    if (this.inTransaction && (isLater || OPENS.test(text))) {
      this.pushLater(statement)
      if (BEGINS.test(text)) this.pushLater(PLANS_ONCE)
      const [command = ''] = text.toUpperCase().split(' ')
      return Promise.resolve({ command, rowCount: null, rows: [] })
    }
    return new Promise((resolve, reject) => {
      this.push(statement, (error, answer) => {
        // Told to whoever waits first.
        const fault = this.failed ?? error
        if (fault === undefined) resolve(answer)
        else reject(fault)
      })
      if (text === 'commit') this.inTransaction = false
      this.flush()
    })
  }

  /** Whether it can be given to somebody else as it is. */
  get isClean(): boolean {
    return this.waiting.length === 0 && !this.isSending && !this.inTransaction
  }

  private pushLater(statement: Statement): void {
    this.push(statement, (error) => {
      this.failed ??= error
    })
  }

  private push({ name, text, values }: Statement, settle: Sent['settle']): void {
    // Here, where who asks hears of a value that cannot be sent.
    const given = values.map(prepareValue)
    const answer: Answer = { command: '', rowCount: null, rows: [] }
    this.waiting.push({ name, text, values: given, settle, answer })
  }

  /** Nothing was asked since it began. */
  private endUnused(statement: Statement): Promise<Answer> {
    if (this.waiting.length === 0 || this.failed !== undefined) return this.send(statement)
    return this.forget('COMMIT')
  }

  /** What was not sent need not be undone. */
  private rollBack(statement: Statement): Promise<Answer> {
    const isUnsent = this.waiting.some((one) => BEGINS.test(one.text))
    const dropped = this.waiting
    this.waiting = []
    for (const one of dropped) one.settle(new Error('rolled back before it was sent'), one.answer)
    this.failed = undefined
    return isUnsent ? this.forget('ROLLBACK') : this.send(statement)
  }

  private forget(command: string): Promise<Answer> {
    this.waiting = []
    this.inTransaction = false
    return Promise.resolve({ command, rowCount: null, rows: [] })
  }

  private send(statement: Statement): Promise<Answer> {
    this.inTransaction = false
    return new Promise((resolve, reject) => {
      const fault = this.failed
      this.push(statement, (error, answer) => {
        if (fault === undefined && error === undefined) resolve(answer)
        else reject(fault ?? error)
      })
      this.flush()
    })
  }

  private flush(): void {
    if (this.isSending || this.waiting.length === 0) return
    this.isSending = true
    // Outside a transaction statements that share a sync would be one.
    const sent = this.inTransaction || this.isOpened() ? this.waiting : this.waiting.slice(0, 1)
    this.waiting = this.waiting.slice(sent.length)
    const round = new Round(sent, this.shapes, () => {
      this.isSending = false
      this.flush()
    })
    this.client.query(round as unknown as pg.Submittable)
  }

  /** A transaction's last round: its commit has been asked for already. */
  private isOpened(): boolean {
    return this.waiting.some((one) => one.text === 'commit')
  }
}
