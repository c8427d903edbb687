import { beforeAll, describe, expect, test } from 'vitest'
import { inTx } from '../../platform/ctx.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { recordProducts } from '../catalogue.ts'
import { recordOrders } from '../orders.ts'
import { writeDocument } from '../stock/documents.ts'
import { goods, line, order, stockStore } from '../testing.ts'
import { undoCatalogue } from '../undo.ts'
import {
  createCategory,
  listCategories,
  moveCategory,
  orderCategories,
  removeCategory,
} from './categories.ts'
import { changeProduct, createProduct, getProduct, listProducts, setGroup } from './products.ts'

let ctx: TestCtx
beforeAll(async () => {
  ctx = await testCtx()
})
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )
const tree = async (of: TestCtx) => (await listCategories(of)).map((c) => c.path.join('/'))
const input = (sku: string, category: string[], more = {}) => ({
  ...{ sku, name: `${sku} of the import`, category, brand: null, priceFen: 500, currency: 'CNY' },
  ...{ attributes: {}, source: 'erp', ...more },
})

describe('products', () => {
  test('one that an import brought is completed by hand, and the next import leaves that alone', async () => {
    await recordProducts(ctx, [input('p1', ['Food', 'Tea'])])
    const before = await getProduct(ctx, 'p1')
    const after = await changeProduct(
      ctx,
      'p1',
      { barcode: '690001', weight_g: 250, is_exclusive: true, specs: { size: 'L' } },
      before.revision,
    )
    await recordProducts(ctx, [input('p1', ['Food'], { priceFen: 700, weightG: 300 })])
    expect(await getProduct(ctx, 'p1')).toMatchObject({
      ...{ price_fen: 700, barcode: '690001', is_exclusive: true, specs: { size: 'L' } },
      ...{ category: ['Food'], weight_g: 300, revision: after.revision, kind: 'goods', free: 0 },
    })
  })

  test('two who edit one product at once: the second is told', async () => {
    await createProduct(ctx, 'twice', { name: 'Twice', price_fen: 100 })
    const { revision } = await getProduct(ctx, 'twice')
    const both = await Promise.all(
      ['A', 'B'].map((name) => code(changeProduct(ctx, 'twice', { name }, revision))),
    )
    expect(both.sort()).toEqual(['done', 'edited_meanwhile'])
  })

  test('an SKU and a barcode are one product’s, also when two take them at once', async () => {
    expect(
      (await Promise.all([1, 2].map(() => code(createProduct(ctx, 'only', { name: 'x' }))))).sort(),
    ).toEqual(['done', 'sku_taken'])
    await goods(ctx, 'bar-a', 'bar-b')
    const taking = ['bar-a', 'bar-b'].map((sku) =>
      code(changeProduct(ctx, sku, { barcode: '1234567' }, 0)),
    )
    expect((await Promise.all(taking)).sort()).toEqual(['barcode_taken', 'done'])
    await recordProducts(ctx, [input('bar-c', [], { barcode: '1234567' })])
    expect((await getProduct(ctx, 'bar-c')).barcode).toBeNull()
  })

  test('products of a group are found by it, by barcode, by a part of the name and by category', async () => {
    await setGroup(ctx, { code: 'shirt', name: 'Shirt', spec_names: ['size'], description: '' })
    for (const size of ['S', 'M'])
      await createProduct(ctx, `shirt-${size}`, {
        ...{ name: `Linen shirt ${size}`, group_code: 'shirt', specs: { size } },
        ...{ category: ['Clothes', 'Shirts'], barcode: `88-${size}` },
      })
    const found = async (filter: object) =>
      (await listProducts(ctx, { ...filter, limit: 10 })).items.map((p) => p.sku)
    expect(await found({ group: 'shirt' })).toEqual(['shirt-M', 'shirt-S'])
    expect(await found({ q: '88-S' })).toEqual(['shirt-S'])
    expect(await found({ q: 'linen' })).toEqual(['shirt-M', 'shirt-S'])
    expect(await found({ category: ['Clothes'] })).toEqual(['shirt-M', 'shirt-S'])
    expect(await found({ category: ['Shirts'] })).toEqual([])
    expect(await code(createProduct(ctx, 'lost', { name: 'x', group_code: 'no' }))).toBe(
      'unknown_product_group',
    )
  })

  test('undoing an import takes its words back and leaves what the shop has made of a product', async () => {
    const own = await testCtx()
    await stockStore(own, 's1')
    const [first, second] = [
      '01890000-0000-7000-8000-000000000001',
      '01890000-0000-7000-8000-000000000002',
    ]
    await recordProducts(own, [input('kept', ['Old'])], { importId: first })
    await changeProduct(own, 'kept', { barcode: '42' }, 0)
    await recordProducts(
      own,
      [input('kept', ['New']), input('stocked', []), input('edited', []), input('gone', [])],
      { importId: second },
    )
    await changeProduct(own, 'edited', { weight_g: 5 }, 0)
    await writeDocument(own, {
      ...{ kind: 'purchase', store: 's1', toStore: null, note: '' },
      lines: [{ sku: 'stocked', quantity: 1, unitCostFen: null }],
    })
    const undone = await inTx(own, (tx) => undoCatalogue(tx, second))
    expect(undone).toMatchObject({ products: 1, productsStay: 2, restored: 1 })
    expect(await getProduct(own, 'kept')).toMatchObject({ category: ['Old'], barcode: '42' })
    expect(await code(getProduct(own, 'gone'))).toBe('product_not_found')
  })

  test('another brand’s product is not found', async () => {
    const other = await testCtx()
    await goods(ctx, 'mine-only')
    expect(await code(getProduct(other, 'mine-only'))).toBe('product_not_found')
    expect((await listProducts(other, { limit: 10 })).items).toEqual([])
  })
})

describe('categories', () => {
  test('what products name and what somebody made is one tree, in the order somebody gave it', async () => {
    const own = await testCtx()
    await recordProducts(own, [input('a', ['Food', 'Tea']), input('b', ['Food', 'Coffee'])])
    await createCategory(own, ['Gifts', 'Boxes'])
    expect(await tree(own)).toEqual(
      ['Gifts', 'Gifts/Boxes', 'Food', 'Food/Coffee', 'Food/Tea'].sort(),
    )
    await orderCategories(own, [], ['Gifts', 'Food'])
    await orderCategories(own, ['Food'], ['Tea', 'Coffee'])
    expect(await tree(own)).toEqual(['Gifts', 'Gifts/Boxes', 'Food', 'Food/Tea', 'Food/Coffee'])
    expect(await code(orderCategories(own, ['Food'], ['Tea']))).toBe('not_the_siblings')
    expect((await listCategories(own)).find((c) => c.path.join() === 'Food')?.products).toBe(2)
  })

  test('a category moves with all below it and its products; orders keep what they said', async () => {
    const own = await testCtx()
    await recordProducts(own, [input('a', ['Food', 'Tea', 'Green']), input('b', ['Food'])])
    await recordOrders(own, [order('o', 500, { lines: [line('a', 500, { category: 'Green' })] })])
    await moveCategory(own, ['Food', 'Tea'], ['Drinks'])
    expect(await tree(own)).toEqual(['Drinks', 'Drinks/Green', 'Food'])
    expect((await getProduct(own, 'a')).category).toEqual(['Drinks', 'Green'])
    expect(await code(moveCategory(own, ['Drinks'], ['Drinks', 'Below']))).toBe(
      'category_below_itself',
    )
    expect(await code(moveCategory(own, ['Drinks'], ['Food']))).toBe('category_taken')
    expect(await code(moveCategory(own, ['Drinks'], ['A', 'B', 'C', 'D', 'E']))).toBe(
      'category_too_deep',
    )
    expect(await code(moveCategory(own, ['Nothing'], ['X']))).toBe('category_not_found')
  })

  test('only an empty category is removed', async () => {
    const own = await testCtx()
    await recordProducts(own, [input('a', ['Food', 'Tea'])])
    await createCategory(own, ['Empty'])
    expect(await code(createCategory(own, ['Empty']))).toBe('category_taken')
    expect(await code(removeCategory(own, ['Food']))).toBe('category_in_use')
    await removeCategory(own, ['Empty'])
    expect(await tree(own)).toEqual(['Food', 'Food/Tea'])
  })
})
