/** AWS's own example account. */
export const CLASS_ACCOUNT = '123456789012';
export const CLASS_REGION = 'eu-west-1';
export const TEACHER = 'profesor';
