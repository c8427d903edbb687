import { z } from 'zod'

/** What event stores hold as UInt32. */
export const CustomerId = z.coerce.number().int().positive().max(4_294_967_295)
