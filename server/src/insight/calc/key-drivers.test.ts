import { expect, test } from 'vitest'
import { type Driver, keyDrivers } from './key-drivers.ts'
import { chanceFrom } from './random.ts'

const SCALE = { low: 0, high: 10 }
function draw(n = 2000) {
  const chance = chanceFrom(4)
  const column = (mean: number) => Array.from({ length: n }, () => mean + chance.normal())
  const [service, price, parcel] = [column(4), column(7), column(8)]
  const outcome = service.map(
    (x, i) => 2 * x + (price[i] ?? 0) + 0.1 * (parcel[i] ?? 0) + chance.normal(),
  )
  const drivers: Driver[] = [
    { name: 'service', values: service, scale: SCALE },
    { name: 'price', values: price, scale: SCALE },
    { name: 'parcel', values: parcel, scale: SCALE },
  ]
  return { drivers, outcome }
}

test('importances add up to R², and the strongest lever done badly is where to concentrate', () => {
  const { drivers, outcome } = draw()
  const found = keyDrivers(drivers, outcome)
  const sum = found.drivers.reduce((all, driver) => all + driver.importance, 0)
  expect(sum).toBeCloseTo(found.r_squared, 9)
  // Variances 4, 1 and 0.01 of 6.01 together.
  expect(found.r_squared).toBeCloseTo(5.01 / 6.01, 1)
  expect(found.drivers.map(({ name, quadrant }) => [name, quadrant])).toEqual([
    ['service', 'concentrate_here'],
    ['price', 'overdone'],
    ['parcel', 'overdone'],
  ])
  expect(found.drivers[0]?.share).toBeCloseTo(4 / 5.01, 1)
  expect(found.drivers[0]?.performance).toBeCloseTo(0.4, 1)
})

test('twins share what they explain, and what does not vary explains nothing', () => {
  const { drivers, outcome } = draw(300)
  const [service, price] = drivers as [Driver, Driver, Driver]
  const found = keyDrivers(
    [
      service,
      { ...service, name: 'twin' },
      price,
      { name: 'constant', values: outcome.map(() => 5), scale: SCALE },
    ],
    outcome,
  )
  const of = (name: string) => found.drivers.find((driver) => driver.name === name)
  expect(of('twin')?.importance).toBeCloseTo(of('service')?.importance ?? 0, 6)
  expect(of('constant')).toMatchObject({ importance: 0, correlation: 0, performance: 0.5 })
})

test('the unit of a driver does not matter', () => {
  const { drivers, outcome } = draw(300)
  const scaled = drivers.map(({ name, values, scale }) => ({
    name,
    values: values.map((x) => 100 * x),
    scale: { low: 100 * scale.low, high: 100 * scale.high },
  }))
  const [one, other] = [keyDrivers(drivers, outcome), keyDrivers(scaled, outcome)]
  for (const [i, driver] of one.drivers.entries()) {
    expect(other.drivers[i]?.importance).toBeCloseTo(driver.importance, 9)
    expect(other.drivers[i]?.performance).toBeCloseTo(driver.performance, 9)
  }
})

test('what cannot be asked is refused', () => {
  const { drivers, outcome } = draw(50)
  expect(() => keyDrivers([], outcome)).toThrow('drivers')
  expect(() => keyDrivers(drivers, outcome.slice(0, 3))).toThrow('More customers')
  expect(() => keyDrivers(drivers, outcome.slice(1))).toThrow('one number a customer')
  const [first] = drivers as [Driver]
  expect(() => keyDrivers([{ ...first, scale: { low: 1, high: 1 } }], outcome)).toThrow('scale')
  expect(() =>
    keyDrivers(
      drivers,
      outcome.map(() => 1),
    ),
  ).toThrow('does not vary')
})
