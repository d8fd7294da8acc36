/** More than all puts that are under way at once (four files, 64 events of each): none waits for a connection. */
const maxSockets = 320;

/**
 * Settings of the AWS clients. A request that does not answer is given up soon and made again, because AWS answers these within
 * milliseconds; waiting longer than a few seconds in all is left to the queue, or to the caller. Times are milliseconds.
 */
export const CLIENT_SETTINGS = {
  maxAttempts: 5,
  retryMode: 'standard',
  requestHandler: {
    connectionTimeout: 2_000,
    requestTimeout: 5_000,
    throwOnRequestTimeout: true,
    socketTimeout: 10_000,
    httpsAgent: { keepAlive: true, maxSockets },
    httpAgent: { keepAlive: true, maxSockets },
  },
} as const;

/** Log files are gzip'd, which has a checksum of its own. */
export const S3_SETTINGS = { ...CLIENT_SETTINGS, responseChecksumValidation: 'WHEN_REQUIRED' } as const;
