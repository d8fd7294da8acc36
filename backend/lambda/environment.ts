/** What the functions are told by the template, as environment variables. */
export interface Environment {
  table: string;
  bucket: string;
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
  return { table: required('TABLE_NAME'), bucket: required('BUCKET_NAME'), ...(days > 0 && { retentionDays: days }) };
}
