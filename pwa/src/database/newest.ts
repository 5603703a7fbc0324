/** The last entries of an index, read without stepping over them: each step costs a slow phone a turn of its event loop.
 *
 * A cursor of keys leaps to where the last ones begin; from there on all are read at once. */
import type { IDBPIndex } from 'idb'
import type { Projection } from '../core/projection'
import type { CasebookDatabase } from './schema'

type Ordered = 'when' | 'whenOfKind'
type Key<Name extends Ordered> = CasebookDatabase['records']['indexes'][Name]

/** The last rows whose key is `prefix` and a text below `before`, the last first: `limit` of them, and whatever has the same
 * key as the earliest of these. */
export async function newestIn<Name extends Ordered>(
  index: IDBPIndex<CasebookDatabase, ['records'], 'records', Name>,
  prefix: readonly string[],
  before: string,
  limit: number,
): Promise<Projection[]> {
  const from = (text: string) => IDBKeyRange.bound([...prefix, text], [...prefix, before], false, true)
  let cursor = await index.openKeyCursor(from(''), 'prev')
  if (cursor === null) return []
  if (limit > 1) cursor = await cursor.advance(limit - 1)
  const [earliest] = (cursor?.key as Key<Name> | undefined)?.slice(-1) ?? ['']
  return (await index.getAll(from(earliest!))).reverse()
}
