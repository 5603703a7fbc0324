import { expect, test } from 'vitest'
import { tokenIn } from '$src/shared/token'

test('the token is what follows #', () => {
  expect(tokenIn('#a-Token_1')).toBe('a-Token_1')
})

test.each(['', '#'])('an address that ends in %j opens nothing', (hash) => {
  expect(tokenIn(hash)).toBeNull()
})
