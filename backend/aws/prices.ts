/** When, and of which region, these prices are: said wherever dollars are shown. */
export const PRICES_OF = { region: 'us-east-1', year: 2025 } as const;

/**
 * Dollars: AWS's list prices on demand, an assumption to be checked against the price list of the day.
 * Without free tiers, savings plans, taxes and what the answers cost on their way out of AWS.
 */
export const PRICES = {
  /** Each, by million. */
  writeUnits: 0.625,
  readUnits: 0.125,
  s3Gets: 0.4,
  /** And lists of a thousand objects. */
  s3Puts: 5,
  sqsRequests: 0.4,
  lambdaCalls: 0.2,
  apiCalls: 3.5,
  /** arm64. */
  lambdaGigabyteSeconds: 13.3334,
  /** A gigabyte, and for the first two a month of it. */
  storage: 0.25,
  pointInTimeRecovery: 0.2,
  logs: 0.5,
  /** A gigabyte, for a month. */
  logStorage: 0.03,
  s3Storage: 0.023,
  /** A month of one. */
  alarms: 0.1,
} as const;
