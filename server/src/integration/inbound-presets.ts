// How to read what well-known systems push: to begin with, and to adapt to the first real message.
import type { MappingInput } from '../imports/index.ts'

export interface InboundPreset {
  key: string
  title: { 'zh-CN': string; en: string }
  /** Where in a body its rows are. */
  rowsAt: string
  mapping: MappingInput
  /** A message of this kind, of nobody real. */
  sample: unknown
}

const china = { currency: 'CNY', zone: 'Asia/Shanghai' }

const youzanOrder = {
  full_order_info: {
    order_info: {
      tid: 'E20260601120000000000001',
      status: 'WAIT_SELLER_SEND_GOODS',
      created: '2026-06-01 11:58:00',
      pay_time: '2026-06-01 12:00:00',
    },
    buyer_info: { buyer_phone: '13900139000', yz_open_id: 'yz-open-id-1' },
    pay_info: { payment: '118.00', post_fee: '0.00' },
    orders: [
      { oid: '1001', title: '龙井 100g', outer_sku_id: 'LJ-100', num: 1, price: '88.00' },
      { oid: '1002', title: '茉莉花茶 50g', outer_sku_id: 'ML-50', num: 1, price: '30.00' },
    ],
  },
}

export const INBOUND_PRESETS: readonly InboundPreset[] = [
  {
    key: 'youzan',
    title: { 'zh-CN': '有赞 · 交易消息', en: 'Youzan: trade messages' },
    rowsAt: 'msg.full_order_info.orders',
    mapping: {
      name: 'youzan_push',
      title: { 'zh-CN': '有赞交易消息推送', en: 'Youzan trade messages' },
      source: 'youzan',
      ...china,
      platform: 'youzan',
      namespaces: [{ namespace: 'youzan' }],
      parts: [
        {
          kind: 'orders',
          fields: {
            order_id: 'parent.order_info.tid',
            line_id: { column: 'oid', optional: true },
            'identifiers.phone': { column: 'parent.buyer_info.buyer_phone', optional: true },
            'identifiers.youzan': { column: 'parent.buyer_info.yz_open_id', optional: true },
            state: {
              column: 'parent.order_info.status',
              lookup: {
                values: {
                  WAIT_BUYER_PAY: 'placed',
                  WAIT_SELLER_SEND_GOODS: 'paid',
                  WAIT_BUYER_CONFIRM_GOODS: 'paid',
                  TRADE_SUCCESS: 'paid',
                  TRADE_CLOSED: 'cancelled',
                },
              },
            },
            placed_at: 'parent.order_info.created',
            paid_at: { column: 'parent.order_info.pay_time', optional: true },
            total: 'parent.pay_info.payment',
            shipping: { column: 'parent.pay_info.post_fee', optional: true },
            sku: { column: ['outer_sku_id', 'outer_item_id', 'item_id'], optional: true },
            name: 'title',
            quantity: 'num',
            unit_price: 'price',
          },
        },
      ],
    },
    sample: {
      type: 'trade_TradePaid',
      id: 'E20260601120000000000001',
      kdt_id: 1,
      msg: encodeURIComponent(JSON.stringify(youzanOrder)),
    },
  },
  {
    key: 'weimob',
    title: { 'zh-CN': '微盟 · 订单消息', en: 'Weimob: order messages' },
    rowsAt: 'msg_body.items',
    mapping: {
      name: 'weimob_push',
      title: { 'zh-CN': '微盟订单消息推送', en: 'Weimob order messages' },
      source: 'weimob',
      ...china,
      platform: 'weimob',
      namespaces: [{ namespace: 'weimob' }],
      parts: [
        {
          kind: 'orders',
          fields: {
            order_id: 'parent.orderNo',
            'identifiers.phone': { column: 'parent.userInfo.phone', optional: true },
            'identifiers.weimob': { column: 'parent.userInfo.wid', optional: true },
            placed_at: 'parent.createTime',
            paid_at: { column: 'parent.payTime', optional: true },
            total: 'parent.paymentAmount',
            shipping: { column: 'parent.deliveryAmount', optional: true },
            sku: { column: ['skuCode', 'goodsCode', 'skuId'], optional: true },
            name: 'goodsTitle',
            quantity: 'skuNum',
            unit_price: 'salePrice',
          },
        },
      ],
    },
    sample: {
      id: '20260601-1',
      topic: 'order',
      event: 'paid',
      msg_body: JSON.stringify({
        orderNo: '20260601000001',
        createTime: '2026-06-01 11:58:00',
        payTime: '2026-06-01 12:00:00',
        paymentAmount: '88.00',
        deliveryAmount: '0.00',
        userInfo: { wid: '9000001', phone: '13900139001' },
        items: [{ skuCode: 'LJ-100', goodsTitle: '龙井 100g', skuNum: 1, salePrice: '88.00' }],
      }),
    },
  },
  {
    key: 'pos',
    title: { 'zh-CN': '收银系统 · 小票', en: 'Till: receipts' },
    rowsAt: 'receipts.items',
    mapping: {
      name: 'pos_push',
      title: { 'zh-CN': '收银小票推送', en: 'Receipts of a till' },
      source: 'pos',
      ...china,
      platform: 'pos',
      parts: [
        {
          kind: 'orders',
          fields: {
            order_id: 'parent.no',
            'identifiers.phone': { column: 'parent.member_phone', optional: true },
            'identifiers.member_id': { column: 'parent.member_no', optional: true },
            paid_at: 'parent.time',
            store_id: { column: 'parent.store', optional: true },
            staff_id: { column: 'parent.cashier', optional: true },
            sku: 'sku',
            name: 'name',
            quantity: 'qty',
            unit_price: 'price',
          },
        },
      ],
    },
    sample: {
      receipts: [
        {
          no: 'SH01-20260601-0001',
          time: '2026-06-01 12:00:00',
          store: 'SH01',
          cashier: 'G001',
          member_phone: '13900139002',
          items: [
            { sku: 'LJ-100', name: '龙井 100g', qty: 2, price: '88.00' },
            { sku: 'ML-50', name: '茉莉花茶 50g', qty: 1, price: '30.00' },
          ],
        },
      ],
    },
  },
  {
    key: 'erp',
    title: { 'zh-CN': 'ERP · 会员档案', en: 'ERP: member records' },
    rowsAt: 'members',
    mapping: {
      name: 'erp_members_push',
      title: { 'zh-CN': 'ERP 会员档案推送', en: 'Member records of an ERP' },
      source: 'erp',
      ...china,
      parts: [
        {
          kind: 'customers',
          fields: {
            'identifiers.member_id': 'card_no',
            'identifiers.phone': { column: 'mobile', optional: true },
            'attributes.name': { column: 'name', optional: true },
            'attributes.city': { column: 'city', optional: true },
            tags: { column: 'labels', split: ',', optional: true },
          },
        },
      ],
    },
    sample: {
      members: [
        {
          card_no: 'ERP0001',
          mobile: '13900139003',
          name: '张三',
          city: '上海',
          labels: '老客,爱喝绿茶',
        },
      ],
    },
  },
]
