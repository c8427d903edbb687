// Everything there is about one person, as one JSON document that can be given to her.
import { audit } from '../platform/audit.ts'
import { demand } from '../platform/auth.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { type Person, personalData } from './privacy.ts'
import { findPerson, insertRequest, proofOfConsents } from './privacy-erase.ts'

export interface PersonExport {
  name: string
  body: AsyncIterable<string>
}

/**
 * The copy shows everything unmasked, so who takes it must be allowed to see that.
 * @throws 403, 404
 */
export async function exportPerson(ctx: Ctx, id: number, reason: string): Promise<PersonExport> {
  demand(ctx.actor, 'customers:unmask')
  const person = await inTx(ctx, async (ctx) => {
    const person = await findPerson(ctx, id)
    const request = await insertRequest(ctx, person, 'export', reason)
    await audit(
      ctx,
      'customer.exported',
      { kind: 'customer', id: String(person.customerId) },
      { request, reason },
    )
    return person
  })
  return { name: `customer-${person.customerId}.json`, body: lines(ctx, person) }
}

/** A section at a time: a heavy customer has a hundred thousand events, and no page holds them. */
async function* lines(ctx: Ctx, person: Person): AsyncGenerator<string> {
  const proof = await proofOfConsents(ctx, person)
  yield `{\n"customer_id": ${person.customerId},\n"exported_at": ${JSON.stringify(ctx.now())},\n`
  yield `"known_before_as": ${JSON.stringify(person.nodes.filter((n) => n !== person.customerId))},\n`
  yield `"consent_proof": "${proof.hash.toString('hex')}"`
  for (const data of personalData()) {
    if (!data.export) continue
    yield `,\n${JSON.stringify(data.name)}: [`
    let separator = '\n'
    for await (const row of await data.export(ctx, person)) {
      yield `${separator}${JSON.stringify(row)}`
      separator = ',\n'
    }
    yield ']'
  }
  yield '\n}\n'
}
