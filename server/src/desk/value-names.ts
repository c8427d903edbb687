// What codes in cells of exports are called, as the console calls them (its test compares).
import type { Cell } from '../platform/cells.ts'

type Named = Readonly<Record<string, readonly [chinese: string, english: string]>>

export const VALUE_NAMES = {
  platform: {
    unknown: ['未注明', 'Not stated'],
    web: ['网页', 'Web'],
    h5: ['H5', 'H5'],
    mini_program: ['小程序', 'Mini-program'],
    app: ['App', 'App'],
    ios: ['iOS App', 'iOS app'],
    android: ['安卓 App', 'Android app'],
    pos: ['门店收银', 'POS'],
    server: ['服务端', 'Server'],
    official_account: ['公众号', 'Official account'],
    wecom: ['企业微信', 'WeCom'],
    taobao: ['淘宝', 'Taobao'],
    tmall: ['天猫', 'Tmall'],
    douyin: ['抖音', 'Douyin'],
    kuaishou: ['快手', 'Kuaishou'],
    jd: ['京东', 'JD'],
    pdd: ['拼多多', 'Pinduoduo'],
    youzan: ['有赞', 'Youzan'],
    import: ['导入', 'Import'],
    identity: ['身份', 'Identity'],
    commerce: ['交易', 'Commerce'],
    profile: ['客户资料', 'Customer profile'],
    console: ['人工登记', 'By hand'],
    weimob: ['微盟', 'Weimob'],
    erp: ['ERP', 'ERP'],
  },
  external_platform: {
    tmall: ['天猫', 'Tmall'],
    taobao: ['淘宝', 'Taobao'],
    jd: ['京东', 'JD'],
    douyin: ['抖店', 'Douyin Shop'],
    weixin_store: ['微信小店', 'WeChat Store'],
    pdd: ['拼多多', 'Pinduoduo'],
    xiaohongshu: ['小红书', 'Xiaohongshu'],
    kuaishou: ['快手小店', 'Kuaishou Shop'],
    youzan: ['有赞', 'Youzan'],
    other: ['其他平台', 'Other platform'],
  },
  storefront_conflict: {
    exclusive_outside: ['专供商品在外部店铺上架', 'Exclusive, but listed elsewhere'],
    cheaper_outside: ['外部店铺更便宜', 'Cheaper elsewhere'],
    promotions_overlap: ['促销时间重叠', 'Promotions overlap'],
    sold_elsewhere: ['专供商品在别处卖过', 'Exclusive, but sold elsewhere'],
    exclusive_in_several: ['专供商品多店在售', 'Exclusive, but in several storefronts'],
    prices_differ: ['各店价格不同', 'Prices differ'],
  },
  order_state: {
    placed: ['待付款', 'Unpaid'],
    paid: ['已付款', 'Paid'],
    partly_refunded: ['部分退款', 'Partly refunded'],
    refunded: ['已退款', 'Refunded'],
    cancelled: ['已取消', 'Cancelled'],
  },
  evidence: {
    verified: ['已验证', 'Verified'],
    claimed: ['待验证', 'Claimed'],
  },
  invoice_kind: { person: ['个人', 'Person'], company: ['企业', 'Company'] },
  invoice_state: {
    requested: ['待开票', 'To issue'],
    issued: ['已开票', 'Issued'],
    refused: ['已拒绝', 'Refused'],
  },
  subscription_unit: { week: ['周', 'weeks'], month: ['个月', 'months'] },
  subscription_state: {
    starting: ['待首单付款', 'First order unpaid'],
    active: ['订阅中', 'Active'],
    paused: ['已暂停', 'Paused'],
    cancelled: ['已取消', 'Cancelled'],
    lapsed: ['首单未付', 'Never started'],
  },
  lead_state: {
    open: ['待跟进', 'To follow up'],
    following: ['跟进中', 'Following up'],
    won: ['已成交', 'Won'],
    lost: ['无意向', 'Not interested'],
  },
  first_order_state: {
    recorded: ['无对应服务', 'No service'],
    open: ['待服务', 'To be given'],
    done: ['已服务', 'Given'],
    called_off: ['已撤销', 'Called off'],
  },
  commission_state: {
    pending: ['待结算', 'Pending'],
    due: ['已结算', 'Due'],
    void: ['已作废', 'Void'],
  },
  payee_state: {
    paying: ['打款中', 'Being paid'],
    paid: ['已打款', 'Paid'],
    failed: ['打款失败', 'Failed'],
  },
  affiliate_state: { active: ['推广中', 'Active'], ended: ['已停止', 'Ended'] },
  quotation_state: {
    draft: ['草稿', 'Draft'],
    waiting: ['待审批', 'Waiting for approval'],
    sent: ['待客户确认', 'Sent'],
    accepted: ['已成交', 'Accepted'],
    declined: ['已拒绝', 'Declined'],
    expired: ['已过期', 'Expired'],
    withdrawn: ['已撤回', 'Withdrawn'],
  },
  appointment_state: {
    booked: ['已预约', 'Booked'],
    checked_in: ['已到店', 'Arrived'],
    completed: ['已完成', 'Completed'],
    missed: ['爽约', 'Missed'],
    cancelled: ['已取消', 'Cancelled'],
  },
  appointment_side: {
    customer: ['客户', 'Customer'],
    staff: ['门店', 'Store'],
  },
  form_state: {
    draft: ['未发布', 'Not published'],
    live: ['收集中', 'Collecting'],
    stopped: ['已停止', 'Stopped'],
  },
  audience_state: {
    draft: ['草稿', 'Draft'],
    live: ['使用中', 'Live'],
    paused: ['已暂停', 'Paused'],
    archived: ['已归档', 'Archived'],
  },
  conflict_kind: {
    different_values: [
      '同一个「{{namespace}}」出现在两位客户身上，但双方的唯一标识不同',
      'One “{{namespace}}” came with two customers who hold different unique identifiers',
    ],
    over_limit: [
      '「{{namespace}}」数量达到上限，新的值没有绑定',
      'Too many values of “{{namespace}}”: the new one was not attached',
    ],
    kept_apart: [
      '曾决定保持分开，又因同一个「{{namespace}}」联系到一起',
      'Kept apart before, now brought together by one “{{namespace}}”',
    ],
    consent: [
      '因同一个「{{namespace}}」联系到一起，但其中一位不同意合并资料',
      'Brought together by one “{{namespace}}”, and one of them refused to have records joined',
    ],
  },
  conflict_state: {
    open: ['待处理', 'Open'],
    merged: ['已合并', 'Merged'],
    kept_apart: ['保持分开', 'Kept apart'],
    dismissed: ['已忽略', 'Dismissed'],
  },
  dead_letter_state: {
    open: ['待处理', 'Open'],
    replayed: ['已重放', 'Replayed'],
    discarded: ['已忽略', 'Set aside'],
  },
  import_kind: {
    customers: ['客户', 'Customers'],
    events: ['事件', 'Events'],
    orders: ['订单', 'Orders'],
    products: ['商品', 'Products'],
    relations: ['好友关系', 'Relations'],
    tags: ['标签', 'Tags'],
    costs: ['费用', 'Costs'],
    cost_prices: ['成本价', 'Cost prices'],
    mixed: ['多种数据', 'Several kinds'],
    coupon_products: ['优惠券适用商品', 'Coupon products'],
  },
  import_state: {
    running: ['导入中', 'Importing'],
    done: ['已完成', 'Done'],
    failed: ['失败', 'Failed'],
    undoing: ['撤销中', 'Undoing'],
    undone: ['已撤销', 'Undone'],
    waiting: ['排队中', 'Waiting'],
    paused: ['已暂停', 'Paused'],
  },
  approval_state: {
    waiting: ['待审批', 'Waiting'],
    approved: ['已通过', 'Approved'],
    rejected: ['已驳回', 'Rejected'],
    withdrawn: ['已撤回', 'Withdrawn'],
  },
  delivery_state: {
    waiting: ['等待中', 'Waiting'],
    delivered: ['已送达', 'Delivered'],
    given_up: ['未送达', 'Not delivered'],
  },
  offer_kind: {
    amount: ['立减', 'Amount off'],
    percentage: ['折扣', 'Percentage'],
    steps: ['满减／满折', 'Steps'],
    fixed_price: ['一口价', 'Fixed price'],
    buy_get: ['买赠／第 N 件优惠', 'Buy and get'],
    bundle: ['套餐价', 'Bundle'],
    free_shipping: ['包邮', 'Free shipping'],
    gift: ['满赠', 'Gift'],
  },
  offer_source: {
    offer: ['自动生效', 'By itself'],
    coupon: ['凭券', 'With a coupon'],
  },
  offer_state: {
    draft: ['草稿', 'Draft'],
    live: ['进行中', 'Live'],
    paused: ['已暂停', 'Paused'],
    ended: ['已结束', 'Ended'],
  },
  coupon_kind: {
    shared: ['通用码', 'Shared code'],
    personal: ['一人一码', 'Personal codes'],
  },
  coupon_state: {
    free: ['未领取', 'Nobody’s'],
    taken: ['可用', 'Usable'],
    held: ['占用中', 'Held'],
    used: ['已使用', 'Used'],
    void: ['已作废', 'Taken away'],
    expired: ['已过期', 'Expired'],
  },
  review_state: {
    pending: ['待审核', 'Waiting'],
    shown: ['已展示', 'Shown'],
    hidden: ['已隐藏', 'Hidden'],
  },
  review_hidden_for: {
    unlawful: ['违法违规', 'Unlawful'],
    insult: ['辱骂攻击', 'Insult'],
    privacy: ['泄露隐私', 'Somebody’s privacy'],
    advertising: ['广告引流', 'Advertising'],
    unrelated: ['与商品无关', 'Not about the product'],
  },
  privacy_kind: {
    export: ['导出', 'Export'],
    erase: ['删除', 'Erasure'],
  },
  privacy_state: {
    handed: ['已生成', 'Handed out'],
    waiting: ['等待审批', 'Waits for approval'],
    refused: ['未通过', 'Refused'],
    erased: ['已删除，复核中', 'Erased, being verified'],
    done: ['已删除并复核', 'Erased and verified'],
  },
  role: {
    owner: ['所有者', 'Owner'],
    admin: ['管理员', 'Admin'],
    operator: ['运营', 'Operator'],
    analyst: ['分析师', 'Analyst'],
    guide: ['导购', 'Associate'],
    developer: ['开发者', 'Developer'],
  },
  data_class: {
    public: ['公开', 'Public'],
    personal: ['个人', 'Personal'],
    sensitive: ['敏感', 'Sensitive'],
  },
  attribute_type: {
    text: ['文本', 'Text'],
    number: ['数字', 'Number'],
    boolean: ['是 / 否', 'Yes / no'],
    date: ['日期', 'Date'],
    list: ['列表', 'List'],
    choice: ['单选', 'Choice'],
  },
  product_kind: {
    hint: [
      '实物占库存、要发货；其余的付款后由系统发放。',
      'Goods are kept in stock and shipped; the others are given by the system when paid.',
    ],
    goods: ['实物', 'Goods'],
    card: ['卡', 'Card'],
    points: ['积分', 'Points'],
    service: ['服务', 'Service'],
    course: ['课程', 'Course'],
  },
  offer_experiment_state: {
    planned: ['计划中', 'Planned'],
    running: ['进行中', 'Running'],
    stopped: ['待决定', 'To be decided'],
    decided: ['已决定', 'Decided'],
  },
  offer_experiment_metric: {
    conversion: ['付款转化率', 'Conversion'],
    revenue: ['人均收入', 'Revenue a person'],
    margin: ['人均毛利', 'Margin a person'],
    behaviour: ['期望行为', 'Encouraged behaviour'],
  },
  offer_experiment_kind: {
    offer: ['优惠或券', 'Offers or coupons'],
    benefit: ['会员权益', 'Member benefits'],
  },
  offer_experiment_rule: {
    winner: ['胜负已分', 'Winner'],
    futility: ['无望', 'Futile'],
    sample_ratio: ['分流异常', 'Shares off'],
    margin_floor: ['毛利率底线', 'Margin floor'],
    refund_ceiling: ['退款率上限', 'Refund ceiling'],
    budget: ['预算用完', 'Budget used'],
    used_up: ['优惠用完', 'Offer used up'],
    end_date: ['到期', 'End date'],
    by_person: ['人工停止', 'By a person'],
  },
  sales_channel: {
    shop: ['自有商城', 'Own shop'],
    guide: ['导购', 'Associate'],
    room: ['直播间', 'Live room'],
    till: ['门店收银', 'Till'],
    platform: ['外部店铺', 'Shop elsewhere'],
  },
  commission_by: {
    told: ['订单自带', 'Told with the order'],
    rate: ['约定扣点', 'Rate agreed'],
    default: ['默认值（估算）', 'Default (estimate)'],
  },
  bestie_card_state: {
    promised: ['待付款', 'To pay'],
    released: ['未付款', 'Not paid'],
    waiting: ['待接受', 'To be accepted'],
    accepted: ['已接受', 'Accepted'],
    expired: ['已过期', 'Ran out'],
    revoked: ['已收回', 'Taken back'],
  },
  gift_card_state: {
    waiting: ['待领取', 'To be claimed'],
    claimed: ['已领取', 'Claimed'],
    refunded: ['已退款', 'Given back'],
  },
} as const satisfies Record<string, Named>

/** For a column whose cells are codes of this group; what has no name stays as it is. */
export const calledAs =
  (group: keyof typeof VALUE_NAMES) =>
  (cell: Cell, language: 'zh-CN' | 'en'): Cell => {
    const names: Named = VALUE_NAMES[group]
    const found = typeof cell === 'string' ? names[keyIn(group, cell)] : undefined
    return found ? found[language === 'en' ? 1 : 0] : cell
  }

/** Each import has a platform of its own. */
const keyIn = (group: string, code: string) =>
  group !== 'platform' ? code : code.startsWith('import:') ? 'import' : code || 'unknown'

/** Names that the brand gives itself, the same in every language. */
export const namedBy =
  (names: ReadonlyMap<string, string>) =>
  (cell: Cell): Cell =>
    (typeof cell === 'string' && names.get(cell)) || cell
