/** A call of a deployed tracker as README.md has it: a line for a shell, and the part of its URL behind the API's own. */
export interface CurlLine {
  line: string;
  target: string;
}

/** The calls between README.md's two marks. */
export function curlLines(readme: string): CurlLine[] {
  const [, marked = ''] = /<!-- curl -->(.*?)<!-- \/curl -->/s.exec(readme) ?? [];
  return [...marked.matchAll(/^curl .*"\$API(\/[^"]*)".*$/gm)].map(([line, target = '']) => ({ line, target }));
}
