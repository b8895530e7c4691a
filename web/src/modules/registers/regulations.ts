export const REGULATION_KINDS = [
  'measure',
  'evaluation_rules',
  'data_rules',
  'talent_measures',
  'opinion',
  'other',
] as const;
export type RegulationKind = (typeof REGULATION_KINDS)[number];
