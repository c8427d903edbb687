// Attributes every brand begins with; a brand's own definition of the same name takes its place.
import type { DataClass } from './data-class.ts'

export const ATTRIBUTE_TYPES = ['text', 'number', 'boolean', 'date', 'list', 'choice'] as const
export type AttributeType = (typeof ATTRIBUTE_TYPES)[number]

export const OPERATOR = 'operator'

/** What a value is called where the data only has a code; '' in English: as in the brand's own language. */
export interface ValueLabel {
  value: string
  label: string
  label_en: string
}

export interface AttributeDefinition {
  name: string
  label: string
  /** '': the label says it in every language. */
  labelEn: string
  type: AttributeType
  choices: string[]
  valueLabels: ValueLabel[]
  group: string
  dataClass: DataClass
  isMasked: boolean
  sourcePriority: string[]
  description: string
  isArchived: boolean
}

const one = (
  name: string,
  label: string,
  group: string,
  dataClass: DataClass,
  more: Partial<AttributeDefinition> = {},
): AttributeDefinition => ({
  name,
  label,
  labelEn: '',
  type: 'text',
  choices: [],
  valueLabels: [],
  group,
  dataClass,
  isMasked: dataClass === 'sensitive',
  sourcePriority: [OPERATOR],
  description: '',
  isArchived: false,
  ...more,
})

export const BUILT_IN: readonly AttributeDefinition[] = [
  one('name', '姓名', '基本信息', 'personal'),
  one('nickname', '昵称', '基本信息', 'personal'),
  one('gender', '性别', '基本信息', 'personal', {
    type: 'choice',
    choices: ['男', '女', '未知'],
    valueLabels: [
      { value: '男', label: '男', label_en: 'Male' },
      { value: '女', label: '女', label_en: 'Female' },
      { value: '未知', label: '未知', label_en: 'Not known' },
    ],
  }),
  one('birthday', '生日', '基本信息', 'personal', { type: 'date' }),
  one('city', '城市', '基本信息', 'public'),
  one('province', '省份', '基本信息', 'public'),
  one('phone', '手机号', '联系方式', 'personal', { isMasked: true }),
  one('email', '邮箱', '联系方式', 'personal', { isMasked: true }),
  one('address', '地址', '联系方式', 'personal', { isMasked: true }),
  one('avatar_url', '头像', '基本信息', 'personal'),
  // What the first order tells, once the brand has switched that on.
  ...[
    one('first_order_at', '首单日期', '首单', 'public', {
      type: 'date',
      labelEn: 'First order on',
    }),
    one('first_order_product', '首单商品', '首单', 'public', { labelEn: 'First product' }),
    one('first_order_category', '首单类目', '首单', 'public', { labelEn: 'First category' }),
    one('first_order_store', '首单门店', '首单', 'public', { labelEn: 'First store' }),
    one('first_order_channel', '首单渠道', '首单', 'public', { labelEn: 'First channel' }),
    one('first_order_city', '首单收货城市', '首单', 'public', { labelEn: 'First order sent to' }),
  ],
  one('id_card', '证件号', '敏感信息', 'sensitive', { description: '身份证、护照等证件号码' }),
  one('health_condition', '病情', '敏感信息', 'sensitive', {
    description: '健康状况、过敏史、孕期等',
  }),
  one('precise_location', '精确位置', '敏感信息', 'sensitive', {
    description: '经纬度或门牌级位置',
  }),
  one('child_birthday', '孩子生日', '敏感信息', 'sensitive', {
    type: 'date',
    description: '不满十四周岁未成年人的信息',
  }),
]
export const BUILT_IN_BY_NAME: ReadonlyMap<string, AttributeDefinition> = new Map(
  BUILT_IN.map((d) => [d.name, d]),
)
