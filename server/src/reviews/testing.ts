// Orders that have arrived, and photos, for tests.
import { sql } from 'kysely'
import { pickUp } from '../commerce/index.ts'
import { payOrder } from '../commerce/testing.ts'
import type { Ctx } from '../platform/ctx.ts'

/** A JPEG whose head says where it was taken, as phones write it. */
export function photoOf(width: number, height: number, place = 'GPS 30.2741 120.1551'): Buffer {
  const segment = (marker: number, data: Buffer) => {
    const head = Buffer.from([0xff, marker, 0, 0])
    head.writeUInt16BE(data.length + 2, 2)
    return Buffer.concat([head, data])
  }
  const frame = Buffer.from([8, 0, 0, 0, 0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1])
  frame.writeUInt16BE(height, 1)
  frame.writeUInt16BE(width, 3)
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x02\0\0\x01\0\x01\0\0', 'latin1')),
    segment(0xe1, Buffer.from(`Exif\0\0${place}`, 'latin1')),
    segment(0xfe, Buffer.from(place, 'latin1')),
    segment(0xc0, frame),
    segment(0xda, Buffer.from([3, 1, 0, 2, 0x11, 3, 0x11, 0, 0x3f, 0])),
    Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56, 0xff, 0xd9]),
    Buffer.from(place, 'latin1'),
  ])
}

interface TestShop {
  place(lines: Record<string, number>, given?: { customerId?: number }): Promise<string>
}
/** Bought, paid and fetched at the store. */
export async function fetched(
  ctx: Ctx,
  shop: TestShop,
  lines: Record<string, number>,
  given: { customerId?: number } = {},
): Promise<string> {
  const id = await shop.place(lines, given)
  await payOrder(ctx, id)
  const { rows } = await sql<{ code: string }>`select pick_up_code as code from own_order
    where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
  await pickUp(ctx, rows[0]?.code ?? '')
  return id
}
