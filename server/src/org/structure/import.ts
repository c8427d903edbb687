// Bringing the structure in from a file: a few statements, however many rows.
import type { z } from 'zod'
import { type AuditEntry, audit, auditAll } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { importRegions, importStores } from './import-places.ts'
import {
  BadStructureRow,
  type ImportedStructure,
  type ReadRow,
  type Rejected,
  readEach,
  readStructureFile,
  type StructureFile,
  type Written,
  wordsOf,
} from './import-rows.ts'
import { importStaff } from './import-staff.ts'
import { lockStructure } from './rows.ts'

export function importStructure(
  ctx: Ctx,
  file: StructureFile,
): Promise<z.infer<typeof ImportedStructure>> {
  const rows = readStructureFile(file)
  return inTx(ctx, async (ctx) => {
    await lockStructure(ctx)
    const rejected: Rejected = []
    const checked = oneEach(rows, rejected)
    const import_ = { regions: importRegions, stores: importStores, staff: importStaff }[file.kind]
    const written = await import_(ctx, checked, rejected)
    const noun = { regions: 'region', stores: 'store', staff: 'staff' }[file.kind]
    await auditAll(
      ctx,
      written.flatMap((w): AuditEntry[] =>
        w.fate === 'unchanged'
          ? []
          : [
              {
                action: `${noun}.${w.fate}`,
                object: { kind: noun, id: w.id },
                details: { before: w.before, after: w.after },
              },
            ],
      ),
    )
    const count = (fate: Written['fate']) => written.filter((w) => w.fate === fate).length
    const counts = {
      rows: rows.length,
      created: count('created'),
      changed: count('changed'),
      unchanged: count('unchanged'),
    }
    await audit(ctx, 'org.imported', undefined, {
      kind: file.kind,
      ...counts,
      rejected: rejected.length,
    })
    return { ...counts, rejected: rejected.sort((a, b) => a.row - b.row) }
  })
}

/** Of a code that comes twice the first row counts. */
function oneEach(rows: readonly ReadRow[], rejected: Rejected): ReadRow[] {
  const seen = new Set<string>()
  return readEach(rows, rejected, (row) => {
    const { code } = wordsOf(row.values)
    if (seen.has(code))
      throw new BadStructureRow('repeated_code', `${code} stands in an earlier row`)
    seen.add(code)
    return row
  })
}
