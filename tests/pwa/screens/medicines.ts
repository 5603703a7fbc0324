/** Generic name, US brand name and class of some medicines, as public lists of antidepressants name them. */
export const MEDICINES_ASKED = [
  ['sertraline', 'Zoloft', 'SSRI'],
  ['venlafaxine', 'Effexor', 'SNRI'],
  ['phenelzine', 'Nardil', 'MAOI'],
] as const
