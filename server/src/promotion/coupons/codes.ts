// Codes of coupons: twelve of thirty-two letters and digits that are not mistaken for each other, 60 random bits.
import { randomBytes } from 'node:crypto'

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 12

export function makeCodes(count: number, prefix: string): string[] {
  const bytes = randomBytes(count * LENGTH)
  return Array.from({ length: count }, (_, i) => {
    let code = prefix
    for (let k = 0; k < LENGTH; k += 1) code += LETTERS[(bytes[i * LENGTH + k] ?? 0) & 31]
    return code
  })
}
