// Mappings that fit the files somebody has uploaded: every column they name is there.
import type { Ctx } from '../platform/ctx.ts'
import { AppError } from '../platform/errors.ts'
import { assign } from './import.ts'
import type { Mapping } from './mapping.ts'
import { listMappings, type SavedMapping, soundMapping } from './saved-mappings.ts'
import { compile } from './transforms.ts'

export interface FileColumns {
  name: string
  path: string
  columns: readonly string[]
}

/** One's own first, as they are listed. */
export async function mappingsThatFit(
  ctx: Ctx,
  files: readonly FileColumns[],
): Promise<SavedMapping[]> {
  const known = await listMappings(ctx)
  return known.filter((saved) => fits(saved.mapping, files))
}

function fits(given: Mapping, files: readonly FileColumns[]): boolean {
  try {
    const mapping = soundMapping(given)
    const parts = assign(mapping, files)
    for (const [i, file] of files.entries()) {
      const part = mapping.parts[parts[i] ?? -1]
      if (part && part.kind !== 'lookup') compile(mapping, part, file.columns, () => new Map())
    }
    return true
  } catch (error) {
    // What does not fit says so by these two: a file nobody reads, a column that is not there.
    if (error instanceof RangeError || error instanceof AppError) return false
    throw error
  }
}
