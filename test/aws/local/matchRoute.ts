export interface Route<T> {
  /** As API Gateway writes it, for example `/users/{user}`. */
  template: string;
  method: T;
}

export interface RouteMatch<T> extends Route<T> {
  /** As they stand in the path, percent-encoded. */
  parameters: Record<string, string>;
}

/** The route that a path means: of several the one with the fewest parameters. */
export function matchRoute<T>(routes: readonly Route<T>[], path: string): RouteMatch<T> | undefined {
  return routes
    .flatMap((route) => {
      const parameters = parametersOf(route.template, path);
      return parameters ? [{ ...route, parameters }] : [];
    })
    .sort((a, b) => Object.keys(a.parameters).length - Object.keys(b.parameters).length)[0];
}

function parametersOf(template: string, path: string): Record<string, string> | undefined {
  const expected = template.split('/');
  const given = path.split('/');
  if (expected.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [at, part] of expected.entries()) {
    const value = given[at]!;
    const [, name] = /^\{(\w+)\}$/.exec(part) ?? [];
    if (name !== undefined && value !== '') parameters[name] = value;
    else if (part !== value) return undefined;
  }
  return parameters;
}
