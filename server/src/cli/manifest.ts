// The first page of a backup: what it holds, of which versions, and every file's checksum.
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeDurably } from '../platform/archive.ts'
import { migrationNames } from '../platform/migrate.ts'

const Table = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  rows: z.number().int(),
  file: z.string(),
})

const Manifest = z.object({
  format: z.literal(1),
  homefield: z.string(),
  made_at: z.iso.datetime(),
  postgresql: z.object({
    version: z.string(),
    migrations: z.array(z.string()),
    tables: z.array(Table),
    sequences: z.array(z.object({ name: z.string(), value: z.number().int().nullable() })),
    jobs: Table.optional(),
  }),
  clickhouse: z.object({
    version: z.string(),
    migrations: z.array(z.string()),
    /** The engine's own files of an embedded store, or rows of a server. */
    parts: z
      .array(z.object({ table: z.string(), rows: z.number().int(), folder: z.string() }))
      .optional(),
    rows: z
      .array(
        z.object({
          table: z.string(),
          rows: z.number().int(),
          columns: z.array(z.string()),
          files: z.array(z.string()),
        }),
      )
      .optional(),
  }),
  /** Where the key of sealed secrets is: in this backup, or in the settings of the server. */
  secret: z.enum(['file', 'settings']),
  files: z.array(z.object({ path: z.string(), bytes: z.number().int(), sha256: z.string() })),
})
export type Manifest = z.infer<typeof Manifest>

const NAME = 'manifest.json'

export const version = (
  JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
).version

/** Last of all files: a backup without it is none. */
export const writeManifest = (dir: string, manifest: Manifest) =>
  writeDurably(join(dir, NAME), `${JSON.stringify(manifest, null, 1)}\n`)

/** @throws an Error that says why it is no backup this version can restore */
export async function readManifest(dir: string): Promise<Manifest> {
  const text = await readFile(join(dir, NAME), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT')
      throw new Error(`${dir} is no backup, or one that was not finished: it has no ${NAME}`)
    throw error
  })
  const manifest = parse(text)
  if (!manifest) throw new Error(`${join(dir, NAME)} is damaged, or of a newer Homefield`)
  const unknown = [
    ...manifest.postgresql.migrations.filter((m) => !migrationNames('pg').includes(m)),
    ...manifest.clickhouse.migrations.filter((m) => !migrationNames('ch').includes(m)),
  ]
  if (unknown.length > 0)
    throw new Error(
      `This backup is of a newer Homefield (${manifest.homefield}); this one does not know ${unknown.join(', ')}`,
    )
  return manifest
}

function parse(text: string): Manifest | undefined {
  try {
    return Manifest.safeParse(JSON.parse(text)).data
  } catch {
    // Not even JSON: damaged like any other.
    return undefined
  }
}
