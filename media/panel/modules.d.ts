/** esbuild's text loader: the markup itself. */
declare module '*.svg' {
  const markup: string;
  export default markup;
}

declare module '*.css';
