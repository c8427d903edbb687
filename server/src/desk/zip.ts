// A zip written as a stream: the container of workbooks.
import { promisify } from 'node:util'
import { constants, crc32, deflateRaw } from 'node:zlib'
import { invalid } from '../platform/errors.ts'

const pack = promisify(deflateRaw)
/** Without the zip64 extension sizes have 32 bits. */
const MAX_BYTES = 0xffff_0000

/** Entries whose size is known only at their end: it is told behind them and in the directory. */
export class Zip {
  private offset = 0
  private entry = { name: '', start: 0, crc: 0, packed: 0, size: 0 }
  private readonly entries: Zip['entry'][] = []

  private written(bytes: Buffer): Buffer {
    this.offset += bytes.length
    if (this.offset > MAX_BYTES)
      throw invalid('workbook_too_large', 'A workbook ends at 4 GB; export as CSV or NDJSON')
    return bytes
  }

  begin(name: string): Buffer {
    this.entry = { name, start: this.offset, crc: 0, packed: 0, size: 0 }
    const path = Buffer.from(name)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(20, 4)
    head.writeUInt16LE(0x0808, 6)
    head.writeUInt16LE(8, 8)
    head.writeUInt16LE(path.length, 26)
    return this.written(Buffer.concat([head, path]))
  }

  /** Each piece is flushed whole, so that pieces laid end to end are one stream. */
  async piece(text: string): Promise<Buffer> {
    const bytes = Buffer.from(text)
    const { entry } = this
    entry.crc = crc32(bytes, entry.crc)
    entry.size += bytes.length
    if (entry.size > MAX_BYTES)
      throw invalid('workbook_too_large', 'A workbook ends at 4 GB; export as CSV or NDJSON')
    const packed = await pack(bytes, { finishFlush: constants.Z_SYNC_FLUSH })
    entry.packed += packed.length
    return this.written(packed)
  }

  async end(): Promise<Buffer> {
    const { entry } = this
    const last = await pack(Buffer.alloc(0))
    entry.packed += last.length
    const sizes = Buffer.alloc(16)
    sizes.writeUInt32LE(0x08074b50, 0)
    sizes.writeUInt32LE(entry.crc, 4)
    sizes.writeUInt32LE(entry.packed, 8)
    sizes.writeUInt32LE(entry.size, 12)
    this.entries.push(entry)
    return this.written(Buffer.concat([last, sizes]))
  }

  directory(): Buffer {
    const start = this.offset
    const listed = this.entries.map((entry) => {
      const path = Buffer.from(entry.name)
      const head = Buffer.alloc(46)
      head.writeUInt32LE(0x02014b50, 0)
      head.writeUInt16LE(20, 4)
      head.writeUInt16LE(20, 6)
      head.writeUInt16LE(0x0808, 8)
      head.writeUInt16LE(8, 10)
      head.writeUInt32LE(entry.crc, 16)
      head.writeUInt32LE(entry.packed, 20)
      head.writeUInt32LE(entry.size, 24)
      head.writeUInt16LE(path.length, 28)
      head.writeUInt32LE(entry.start, 42)
      return Buffer.concat([head, path])
    })
    const all = Buffer.concat(listed)
    const tail = Buffer.alloc(22)
    tail.writeUInt32LE(0x06054b50, 0)
    tail.writeUInt16LE(this.entries.length, 8)
    tail.writeUInt16LE(this.entries.length, 10)
    tail.writeUInt32LE(all.length, 12)
    tail.writeUInt32LE(start, 16)
    return this.written(Buffer.concat([all, tail]))
  }
}
