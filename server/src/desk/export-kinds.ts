// What can be exported: each domain says how its rows are read, app.ts puts all of them here.
import type { z } from 'zod'
import type { Permission } from '../platform/auth.ts'
import type { Cell } from '../platform/cells.ts'
import type { Ctx } from '../platform/ctx.ts'
import { invalid } from '../platform/errors.ts'
import { tableOf } from '../platform/table.ts'

/** Cells in the order of the columns. */
export type Row = readonly Cell[]
export interface Column {
  /** As the API calls it. */
  key: string
  /** As people do. */
  title: { 'zh-CN': string; en: string }
  /** What a cell is called in a file whose columns are called as people do; files for machines keep codes. */
  called?(cell: Cell, language: 'zh-CN' | 'en'): Cell
}

export interface ExportKind<Params> {
  permission: Permission
  /** What of it: the filters of its list. */
  params: z.ZodType<Params>
  /** True when its rows tell of customers: many of them need a second person. */
  isPersonal: boolean
  /** True when `stream` and `count` show an actor with a data scope only what is inside it. */
  isScoped?: boolean
  columns(ctx: Ctx, params: Params): readonly Column[] | Promise<readonly Column[]>
  /**
   * Rows as they are while they are read: what was withdrawn or erased since the export began is not
   * in them. `ctx.actor` is who asked, with what they may see now.
   */
  stream(ctx: Ctx, params: Params): AsyncIterable<Row>
  /** How many there will be, for progress and for the second person. */
  count(ctx: Ctx, params: Params): Promise<number>
}
/** A kind with its parameters parsed inside, so that all of them stand in one table. */
export interface AnyExportKind {
  permission: Permission
  isPersonal: boolean
  isScoped: boolean
  /** @throws 400 */
  parse(params: unknown): Record<string, unknown>
  open(
    ctx: Ctx,
    params: unknown,
  ): {
    columns(): Promise<readonly Column[]>
    stream(): AsyncIterable<Row>
    count(): Promise<number>
  }
}

export const exportKind = <Params>(kind: ExportKind<Params>): AnyExportKind => ({
  permission: kind.permission,
  isPersonal: kind.isPersonal,
  isScoped: kind.isScoped ?? false,
  parse(params) {
    const parsed = kind.params.safeParse(params)
    if (!parsed.success)
      throw invalid(
        'invalid_request',
        parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; '),
      )
    return parsed.data as Record<string, unknown>
  },
  open(ctx, given) {
    const params = kind.params.parse(given)
    return {
      columns: async () => kind.columns(ctx, params),
      stream: () => kind.stream(ctx, params),
      count: () => kind.count(ctx, params),
    }
  },
})

export interface ListExport<Params, Item> {
  permission: Permission
  params: z.ZodType<Params>
  isPersonal: boolean
  isScoped?: boolean
  columns: readonly (Column & { of(item: Item): Cell })[]
  /** As its page in the console asks for it: what follows the cursor. */
  page(
    ctx: Ctx,
    params: Params,
    cursor: string | undefined,
  ): Promise<{ items: readonly Item[]; next_cursor: string | null }>
}

/** A list that is read page by page, as the console reads it. */
export function listExport<Params, Item>(list: ListExport<Params, Item>): AnyExportKind {
  async function* items(ctx: Ctx, params: Params): AsyncGenerator<Item> {
    let cursor: string | undefined
    do {
      const page = await list.page(ctx, params, cursor)
      yield* page.items
      cursor = page.next_cursor ?? undefined
    } while (cursor !== undefined)
  }
  return exportKind({
    permission: list.permission,
    params: list.params,
    isPersonal: list.isPersonal,
    isScoped: list.isScoped ?? false,
    columns: () => list.columns,
    async *stream(ctx, params): AsyncGenerator<Row> {
      for await (const item of items(ctx, params)) yield list.columns.map(({ of }) => of(item))
    },
    async count(ctx, params) {
      let n = 0
      for await (const _ of items(ctx, params)) n += 1
      return n
    },
  })
}

/** A list that comes whole. */
export const wholeList = <Item>(items: readonly Item[]) => ({ items, next_cursor: null })

let kinds = tableOf<AnyExportKind>({})
/** Called at start with the kinds there are, or one of them anew; desk knows none of their domains. */
export function useExports(given: Readonly<Record<string, AnyExportKind>>): void {
  kinds = tableOf({ ...kinds, ...given } as typeof given)
}
/** @throws 400 */
export function exportKindOf(name: string): AnyExportKind {
  const kind = kinds[name]
  if (!kind)
    throw invalid(
      'unknown_export',
      `There is no such export; there are ${Object.keys(kinds).join(', ')}`,
    )
  return kind
}
export const findExportKind = (name: string): AnyExportKind | undefined => kinds[name]
