/** Which browser on which device this is, as far as it matters for installing: each words and places it differently. */

export type Platform = 'ios' | 'android' | 'chromium' | 'mac' | 'firefox'

/** The platform of a browser that calls itself `agent`. An iPad calls itself a Mac, but a Mac has no touch screen. */
export function platformOf(agent: string, touchPoints: number): Platform {
  if (/iPhone|iPad/.test(agent) || (agent.includes('Macintosh') && touchPoints > 1)) return 'ios'
  if (agent.includes('Android')) return 'android'
  if (agent.includes('Firefox')) return 'firefox'
  return agent.includes('Macintosh') && !/Chrome|Edg/.test(agent) ? 'mac' : 'chromium'
}
