import { REGION, type LocalAws } from './localAws.ts';

/**
 * Asks AWS Organizations. (The SDK's client for it would be one more dependency, for two requests; moto checks no signature.)
 */
export function organizations({ environment }: LocalAws): (action: string, request: object) => Promise<void> {
  return async (action, request) => {
    const response = await fetch(environment['AWS_ENDPOINT_URL']!, {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/${REGION}/organizations/aws4_request`,
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `AWSOrganizationsV20161128.${action}`,
      },
      body: JSON.stringify(request),
    });
    if (!response.ok)
      throw new Error(`AWS Organizations answers ${action} with ${response.status}: ${await response.text()}`);
  };
}
