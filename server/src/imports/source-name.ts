const SHOPS: readonly [RegExp, string][] = [
  [/天猫|tmall/i, 'tmall'],
  [/淘宝|taobao/i, 'taobao'],
  [/京东|jingdong|(?<![a-z])jd(?![a-z])/i, 'jd'],
  [/抖音|抖店|douyin/i, 'douyin'],
  [/拼多多|pinduoduo|(?<![a-z])pdd(?![a-z])/i, 'pdd'],
  [/有赞|youzan/i, 'youzan'],
  [/微盟|weimob/i, 'weimob'],
  [/小红书|xiaohongshu/i, 'xiaohongshu'],
]
const LIMIT = 100

/**
 * What a file's source may be called. Not by the day it was exported on: next month's file of the same
 * shop is the same source, and only so is a known order known again.
 */
export function sourceOfFile(name: string): string {
  const bare = name.replace(/(\.[A-Za-z]\w*)+$/, '')
  const shop = SHOPS.find(([word]) => word.test(bare))?.[1]
  if (shop) return shop
  const lasting = bare
    .replace(/(19|20)\d\d[年._-]?(第[一二三四]季度|\d{1,2}[月._-]?(\d{1,2}日?)?)?/g, ' ')
    .replace(/\d{4,}|[(（]\d+[)）]|\d{1,2}月(份)?/g, ' ')
    .replace(/[\s._-]+/g, ' ')
    .trim()
  return (lasting || bare).slice(0, LIMIT)
}
