// What 快递100 says of a parcel, in the shop's words. Pure.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { ParcelWord, Trace, TraceState } from '../../commerce/index.ts'
import { tableOf } from '../../platform/table.ts'

export const md5 = (text: string): string =>
  createHash('md5').update(text, 'utf8').digest('hex').toUpperCase()

/** By its codes: a parcel's whole state, and with `resultv2` each trace's. Finer ones begin with the coarse one. */
const BY_CODE = tableOf<TraceState>({
  '0': 'in_transit',
  '1': 'collected',
  '2': 'problem',
  '3': 'signed',
  '4': 'returned',
  '5': 'out_for_delivery',
  '6': 'returning',
  '7': 'in_transit',
  '8': 'in_transit',
  '10': 'in_transit',
  '11': 'in_transit',
  '12': 'in_transit',
  '13': 'problem',
  '14': 'returning',
  '103': 'collected',
  '1001': 'in_transit',
  '1002': 'in_transit',
  '1003': 'in_transit',
  '501': 'out_for_delivery',
  '301': 'signed',
  '302': 'signed',
  '303': 'signed',
  '304': 'signed',
})
const BY_NAME = tableOf<TraceState>({
  揽收: 'collected',
  已揽收: 'collected',
  在途: 'in_transit',
  干线: 'in_transit',
  转投: 'in_transit',
  清关: 'in_transit',
  派件: 'out_for_delivery',
  派送: 'out_for_delivery',
  投柜或驿站: 'out_for_delivery',
  签收: 'signed',
  疑难: 'problem',
  拒签: 'returning',
  退回: 'returning',
  退签: 'returned',
})
/** 101 and 102 are noted with the carrier, 401 is called off there: nobody has the parcel. */
const SAY_NOTHING = new Set(['101', '102', '401'])

export function stateOf(code: string | undefined, name: string | undefined): TraceState | null {
  if (code !== undefined && code !== '') {
    if (SAY_NOTHING.has(code)) return null
    const found = BY_CODE[code]
    if (found) return found
    if (/^2\d\d$/.test(code)) return 'problem'
  }
  return (name !== undefined && BY_NAME[name]) || null
}

const Text = z.union([z.string(), z.number()]).transform(String).nullish()
export const Result = z.object({
  nu: Text,
  com: Text,
  state: Text,
  ischeck: Text,
  data: z
    .array(
      z.object({
        context: z.string(),
        time: z.string().nullish(),
        ftime: z.string().nullish(),
        status: Text,
        statusCode: Text,
        areaName: Text,
      }),
    )
    .nullish(),
})
export const Push = z.object({
  status: Text,
  message: Text,
  comOld: Text,
  comNew: Text,
  lastResult: Result.nullish(),
})

/** Without a zone, in Beijing's. */
function timeOf(text: string | null | undefined): Date | undefined {
  const found = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)/.exec(text ?? '')
  const at = found ? new Date(`${found[1]}T${found[2]}+08:00`) : undefined
  return at && !Number.isNaN(at.getTime()) ? at : undefined
}

export function tracesOf(result: z.output<typeof Result>): Trace[] {
  return (result.data ?? []).flatMap((item, i): Trace[] => {
    const at = timeOf(item.ftime) ?? timeOf(item.time)
    if (!at || item.context.trim() === '') return []
    const own = stateOf(item.statusCode ?? undefined, item.status ?? undefined)
    // Newest first; accounts without states of single traces have the parcel's own only.
    const state = own ?? (i === 0 && !item.statusCode ? stateOf(result.state ?? '', '') : null)
    return [{ at, text: item.context.trim(), place: item.areaName?.trim() || null, state }]
  })
}

const codes = (...texts: (string | null | undefined)[]) => [
  ...new Set(texts.flatMap((text) => (text ? [text.toLowerCase()] : []))),
]

export function wordOfResult(result: z.output<typeof Result>): ParcelWord {
  return {
    ...{ number: result.nu ?? '', carriers: codes(result.com), traces: tracesOf(result) },
    end: null,
  }
}

/** @returns undefined when it names no parcel */
export function wordOfPush(push: z.output<typeof Push>): ParcelWord | undefined {
  const result = push.lastResult
  const carriers = codes(result?.com, push.comOld, push.comNew)
  if (!result?.nu || carriers.length === 0) return undefined
  // Corrected, it is followed on under the other carrier.
  const isCorrected = push.status === 'abort' && Boolean(push.comNew)
  return {
    ...{ number: result.nu, carriers, traces: tracesOf(result) },
    end:
      push.status === 'shutdown'
        ? { kind: 'arrived' }
        : push.status === 'abort' && !isCorrected
          ? { kind: 'given_up', reason: push.message || 'abort' }
          : null,
  }
}
