/**
 * Where the API of a tracker is asked. Clouds for tests serve all REST APIs at one address, in the path form
 * /restapis/ID/STAGE/_user_request_; the environment variable AWS_ENDPOINT_URL_EXECUTE_API names that address, in the manner of
 * the variables for AWS's own clients.
 */
export function apiEndpoint(url: string, environment: NodeJS.ProcessEnv): string {
  const local = environment['AWS_ENDPOINT_URL_EXECUTE_API'];
  if (!local) return url;
  const { hostname, pathname } = new URL(url);
  const [id] = hostname.split('.');
  return `${local.replace(/\/$/, '')}/restapis/${id}${pathname.replace(/\/$/, '')}/_user_request_`;
}
