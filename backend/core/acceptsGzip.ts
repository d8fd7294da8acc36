/** Whether an Accept-Encoding header allows an answer to be compressed with gzip. */
export function acceptsGzip(header: string | undefined): boolean {
  const codings = (header ?? '').split(',').map((coding) => coding.trim().toLowerCase());
  return codings.some((coding) => /^(gzip|\*)\s*(;|$)/.test(coding) && !/;\s*q=0(\.0*)?$/.test(coding));
}
