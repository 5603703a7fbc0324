/** Dose per body weight. */

/** mg/kg, not rounded; null when either is missing or not above 0. */
export function mgPerKg(doseMg: number | null | undefined, bodyWeightKg: number | null | undefined): number | null {
  if (!doseMg || !bodyWeightKg || doseMg <= 0 || bodyWeightKg <= 0) return null
  return doseMg / bodyWeightKg
}

export const KG_PER_LB = 0.45359237
