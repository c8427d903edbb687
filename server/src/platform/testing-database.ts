// Databases for tests, copied from the migrated template of the run.
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { withDatabase } from './testing-url.ts'

export interface TestDatabase {
  /** By the application's role, with no more rights than it has when run for real. */
  url: string
  drop(): Promise<void>
}

/** A database nobody else uses, migrated and without anybody. What is not dropped goes with the run. */
export async function testDatabase(): Promise<TestDatabase> {
  const role = inject('pgUrl')
  const owner = pg.escapeIdentifier(new pg.Client({ connectionString: role }).user ?? '')
  const template = inject('pgTemplate')
  const name = `${template}_${randomBytes(6).toString('hex')}`
  await asAdmin(`create database ${name} owner ${owner} template ${template}`)
  return {
    url: withDatabase(role, name),
    drop: () => asAdmin(`drop database ${name} with (force)`),
  }
}

async function asAdmin(statement: string): Promise<void> {
  const admin = new pg.Client({ connectionString: inject('pgAdminUrl') })
  await admin.connect()
  try {
    await admin.query(statement)
  } finally {
    await admin.end()
  }
}
