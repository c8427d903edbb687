// Why a row of a shipping file is not sent, in the words of who mends the file.

export const FAULTS = {
  row_incomplete: [
    '订单号、快递公司、快递单号要填齐',
    'Order, carrier and tracking number are all needed',
  ],
  wrong_column_count: [
    '这一行的列数与表头不一致',
    'The row has another number of columns than the headings',
  ],
  number_rounded: [
    '快递单号被表格改成了科学计数，请把该列设为文本后重新填写',
    'The spreadsheet has rounded the tracking number: make the column text and fill it in again',
  ],
  number_malformed: [
    '快递单号只能是字母、数字和短横线，最多 50 位',
    'A tracking number has letters, digits and dashes only, 50 at most',
  ],
  carrier_too_long: ['快递公司名称太长', 'The carrier’s name is too long'],
  quantity_malformed: ['数量要填正整数', 'A quantity is a whole number above zero'],
  order_not_found: [
    '没有这个订单，或不归你的门店发货',
    'There is no such order among your stores’',
  ],
  order_state: ['订单不在待发货状态', 'The order does not wait to be sent'],
  group_incomplete: ['拼团还没有成团，先不发货', 'Its group is not complete yet'],
  kept_back: ['这个订单现在还不能发货', 'The order cannot be sent yet'],
  sku_needed: ['填了数量，也要填商品编码', 'A quantity needs its SKU'],
  quantity_needed: [
    '同一商品分在多个包裹里，要写明每个包裹的数量',
    'One SKU in several parcels: say how many are in each',
  ],
  lines_needed: [
    '一单有多个包裹，每一行都要写明商品编码和数量',
    'Several parcels of one order: every row needs its SKU and quantity',
  ],
  not_in_order: ['订单里没有这个商品', 'The order has no such SKU'],
  too_many_to_ship: ['超过了待发的数量', 'More than is left to send'],
  nothing_to_ship: ['没有要发的货', 'Nothing of it is left to send'],
  only_gifts: [
    '包裹里只有赠品，请与订单里的商品一起发',
    'The parcel holds gifts only: send them with goods of the order',
  ],
  exchange_in_one: [
    '换货要一个包裹发齐全部数量',
    'An exchange goes in one parcel with all its pieces',
  ],
  parcel_differs: [
    '这个包裹已经登记过，内容与这次不同',
    'This parcel is known already, with another content',
  ],
  order_has_faults: ['同一订单有其他行需要修改', 'Another row of the same order is to be mended'],
} as const satisfies Record<string, readonly [chinese: string, english: string]>
export type FaultCode = keyof typeof FAULTS

/** What a refusal met while sending is called here. */
export const faultOf = (code: string): FaultCode =>
  code in FAULTS ? (code as FaultCode) : 'kept_back'

export const faultWords = (code: FaultCode, language: 'zh-CN' | 'en'): string =>
  FAULTS[code][language === 'en' ? 1 : 0]
