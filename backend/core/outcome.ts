import type { Outcome } from './event.ts';

/** Stands in for the missing errorCode of a failed sign-in to the console (CLOUDTRAIL facts: errorMessage only). */
export const CONSOLE_LOGIN_FAILURE = 'ConsoleLoginFailure';

/** How services spell "you may not": AccessDenied, AccessDeniedException, Client.UnauthorizedOperation, VpceAccessDenied … */
const DENIED =
  /AccessDenied|Unauthorized|NotAuthorized|AuthorizationError|Forbidden|^AuthFailure$|^Client\.AuthFailure$/i;

/** The outcome is a function of the error code alone, so that counters per error code know it too. */
export function outcomeOf(errorCode: string | undefined): Outcome {
  if (!errorCode) return 'ok';
  return DENIED.test(errorCode) ? 'denied' : 'error';
}
