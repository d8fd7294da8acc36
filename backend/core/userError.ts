/** HTTP statuses that an expected error can have. */
export type UserErrorStatus = 400 | 403 | 404 | 409 | 503 | 504;

/** The extension loads its AWS commands from a bundle of their own, which has this class once more: `instanceof` holds for both. */
const BRAND = Symbol.for('cloudtrail-tracker.UserError');

/**
 * An expected error: its message is written for the user and is shown as it is. Every other error is a fault of ours:
 * the user sees "internal error", the log sees the stack.
 */
export class UserError extends Error {
  readonly [BRAND] = true;
  readonly status: UserErrorStatus;
  /** The request parameter that is wrong, if one is. */
  readonly parameter: string | undefined;

  constructor(message: string, options: { status?: UserErrorStatus; parameter?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'UserError';
    this.status = options.status ?? 400;
    this.parameter = options.parameter;
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}
