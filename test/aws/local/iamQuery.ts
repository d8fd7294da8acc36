import { REGION, type LocalAws } from './localAws.ts';

/**
 * Asks IAM and answers the texts of all elements of one name in its answer, percent-decoded as policies need it. (The SDK's
 * client for IAM would be one more dependency, for five questions; moto checks no signature.)
 */
export async function iamQuery(
  { url }: Pick<LocalAws, 'url'>,
  action: string,
  parameters: Record<string, string>,
  element: string,
): Promise<string[]> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/${REGION}/iam/aws4_request` },
    body: new URLSearchParams({ Action: action, Version: '2010-05-08', ...parameters }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`IAM answers ${action} with ${response.status}: ${answer}`);
  return [...answer.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, text = '']) =>
    decodeURIComponent(text),
  );
}
