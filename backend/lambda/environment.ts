/** What the functions are told by the template, as environment variables. */
export interface Environment {
  table: string;
  /** Those that log files are read from: the trail's, and the tracker's own. */
  buckets: string[];
  /** How long events are kept; undefined for ever. */
  retentionDays?: number;
}

/** Throws an Error that names the variable that is missing or wrong: then the template is. */
export function readEnvironment(variables: NodeJS.ProcessEnv): Environment {
  const required = (name: string) => {
    const value = variables[name];
    if (value === undefined || value === '') throw new Error(`The environment variable ${name} is missing.`);
    return value;
  };
  const days = Number(variables['RETENTION_DAYS'] ?? '');
  if (!Number.isInteger(days) || days < 0)
    throw new Error('The environment variable RETENTION_DAYS is no number of days.');
  const upload = variables['UPLOAD_BUCKET'];
  return {
    table: required('TABLE_NAME'),
    buckets: [required('BUCKET_NAME'), ...(upload ? [upload] : [])],
    ...(days > 0 && { retentionDays: days }),
  };
}
