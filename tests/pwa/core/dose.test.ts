import { expect, test } from 'vitest'
import { mgPerKg } from '$src/core/dose'

test('a dose per body weight is not rounded', () => {
  expect(mgPerKg(42.5, 85)).toBe(0.5)
  expect(mgPerKg(40, 80)).toBe(0.5)
  expect(mgPerKg(50, 70)).toBeCloseTo(0.714285714286, 12)
})

test.each([
  ['the dose is not known', null, 70],
  ['the weight is not known', 40, null],
  ['neither was entered', undefined, undefined],
  ['the weight is nothing', 40, 0],
  ['the dose is nothing', 0, 70],
  ['the weight is below nothing', 40, -70],
])('there is none when %s', (_, dose, weight) => {
  expect(mgPerKg(dose, weight)).toBeNull()
})
