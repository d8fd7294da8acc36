/** The service of an event source: ec2.amazonaws.com (or ec2.amazonaws.com.cn) is ec2. A service stays as it is. */
export function serviceOf(eventSource: string): string {
  const end = eventSource.indexOf('.amazonaws.com');
  return end > 0 ? eventSource.slice(0, end) : eventSource;
}
