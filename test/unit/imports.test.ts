import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Who imports whom: a file of ours, and a file of ours or the name of a package. */
interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

/** What each folder may import besides itself. Types vanish when the code is built, so that some folders may know more of them. */
const RULES: readonly { folder: string; code: readonly RegExp[]; types?: readonly RegExp[] }[] = [
  { folder: 'backend/core/', code: [/^node:(zlib|crypto)$/] },
  { folder: 'backend/sample/', code: [/^node:(zlib|crypto)$/] },
  { folder: 'backend/sqlite/', code: [/^backend\/core\//, /^node:/] },
  { folder: 'backend/local/', code: [/^backend\/(core|sqlite|sample)\//, /^node:/] },
  { folder: 'backend/dynamodb/', code: [/^backend\/core\//, /^node:(zlib|crypto)$/, /^@aws-sdk\//] },
  { folder: 'backend/lambda/', code: [/^backend\/(core|dynamodb)\//, /^node:/, /^@aws-sdk\//] },
  {
    folder: 'backend/client/',
    code: [/^backend\/core\//, /^node:(timers\/promises|async_hooks)$/, /^@smithy\//, /^@aws-crypto\//],
  },
  {
    folder: 'backend/aws/',
    code: [
      /^backend\/(core|client|dynamodb|lambda)\//,
      /^node:/,
      /^@aws-sdk\//,
      /^@smithy\/(core|signature-v4)(\/|$)/,
      /^@aws-crypto\//,
    ],
  },
  {
    folder: 'extension/',
    code: [/^backend\//, /^vscode$/, /^node:/, /^@aws-sdk\//, /^minimatch(\/|$)/, /^yaml(\/|$)/],
  },
  {
    folder: 'media/',
    // Of the core's code only what edits filters, which both sides of the panel do.
    code: [
      /^backend\/core\/(filter|filterEdit|activity|ranking|visibleText)\.ts$/,
      /^preact(\/|$)/,
      /^@preact\/signals(\/|$)/,
      /^@vscode\/codicons\/.*\.svg$/,
    ],
    types: [/^backend\/core\//, /^extension\/panel\/protocol\.ts$/],
  },
];

const META = 'dist/meta.json';

describe('import directions', () => {
  describe('the rules themselves', () => {
    const cases: [from: string, to: string, typeOnly: boolean, allowed: boolean][] = [
      ['backend/core/a.ts', 'backend/core/b.ts', false, true],
      ['backend/core/a.ts', 'node:zlib', false, true],
      ['backend/core/a.ts', 'node:fs', false, false],
      ['backend/core/a.ts', 'vscode', true, false],
      ['backend/core/a.ts', 'backend/sqlite/b.ts', true, false],
      ['backend/sqlite/a.ts', 'node:sqlite', false, true],
      ['backend/sqlite/a.ts', 'backend/local/b.ts', false, false],
      ['backend/local/a.ts', 'backend/sqlite/b.ts', false, true],
      ['backend/local/a.ts', 'extension/b.ts', true, false],
      ['backend/local/a.ts', 'media/b.ts', true, false],
      ['backend/core/a.ts', '@aws-sdk/client-s3', true, false],
      ['backend/dynamodb/a.ts', 'backend/lambda/b.ts', true, false],
      ['backend/lambda/a.ts', 'backend/dynamodb/b.ts', false, true],
      ['backend/lambda/a.ts', 'backend/local/b.ts', true, false],
      ['backend/client/a.ts', 'backend/core/b.ts', false, true],
      ['backend/client/a.ts', '@smithy/signature-v4', false, true],
      ['backend/client/a.ts', 'node:crypto', false, false],
      ['backend/client/a.ts', 'backend/lambda/b.ts', true, false],
      ['backend/client/a.ts', '@aws-sdk/client-s3', true, false],
      ['extension/a.ts', 'backend/local/b.ts', false, true],
      ['extension/a.ts', 'media/b.ts', true, false],
      ['media/panel/a.tsx', 'preact/hooks', false, true],
      ['media/panel/a.tsx', '@vscode/codicons/src/icons/add.svg', false, true],
      ['media/panel/a.tsx', 'backend/core/event.ts', true, true],
      ['media/panel/a.tsx', 'backend/core/event.ts', false, false],
      ['media/panel/a.tsx', 'backend/core/filterEdit.ts', false, true],
      ['media/panel/a.tsx', 'extension/extension.ts', true, false],
      ['backend/aws/a.ts', '@aws-sdk/client-s3', false, true],
      ['backend/aws/a.ts', 'vscode', true, false],
      ['backend/aws/a.ts', 'backend/local/b.ts', true, false],
      ['backend/somethingNew/a.ts', 'node:fs', false, false],
    ];
    for (const [from, to, typeOnly, allowed] of cases) {
      it(`${allowed ? 'allow' : 'refuse'} ${typeOnly ? 'types of ' : ''}${to} in ${from}`, () => {
        assert.equal(isAllowed({ from, to, typeOnly }), allowed);
      });
    }
  });

  it('hold in the sources, types included', () => {
    const imports = ['backend', 'extension', 'media'].flatMap(sourceFiles).flatMap(importsOf);
    assert.ok(imports.length > 0, 'no import was found');
    assert.deepEqual(imports.filter((each) => !isAllowed(each)).map(describeImport), []);
  });

  it('hold in the bundles', () => {
    assert.ok(
      existsSync(META),
      `${META} is missing. It is written by "npm run build", which "npm test" runs before the tests.`,
    );
    const inputs = JSON.parse(readFileSync(META, 'utf8')) as Record<string, { imports: { path: string }[] }>;
    const imports = Object.entries(inputs)
      .filter(([from]) => !from.startsWith('node_modules/'))
      .flatMap(([from, { imports }]) =>
        imports.map((each): Import => ({ from, to: packagePath(each.path), typeOnly: false })),
      );
    assert.ok(imports.length > 0, 'no import was found');
    assert.deepEqual(imports.filter((each) => !isAllowed(each)).map(describeImport), []);
  });
});

describe('backend/core has no clock', () => {
  const CLOCK =
    /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\.now\b|\bhrtime\b|\bset(Timeout|Interval|Immediate)\b/;

  it('and would be seen to have one', () => {
    for (const text of [
      'const now = Date.now();',
      'new Date()',
      'new Date( )',
      'setTimeout(f, 1)',
      'performance.now()',
    ])
      assert.match(text, CLOCK);
    for (const text of ['new Date(time)', 'Date.parse(text)', 'Date.UTC(2014, 8, 27)'])
      assert.doesNotMatch(text, CLOCK);
  });

  for (const file of sourceFiles('backend/core')) {
    it(file, () => assert.doesNotMatch(readFileSync(file, 'utf8'), CLOCK));
  }
});

function isAllowed({ from, to, typeOnly }: Import): boolean {
  const rule = RULES.find(({ folder }) => from.startsWith(folder));
  if (!rule) return false;
  const allowed = typeOnly ? [...rule.code, ...(rule.types ?? [])] : rule.code;
  return to.startsWith(rule.folder) || allowed.some((pattern) => pattern.test(to));
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join(folder, name.replaceAll('\\', '/')))
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .sort();
}

function importsOf(from: string): Import[] {
  const imports: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const isOurs = specifier.text.startsWith('.');
    imports.push({
      from,
      to: isOurs ? path.posix.join(path.posix.dirname(from), specifier.text) : specifier.text,
      typeOnly,
    });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (
      ts.isCallExpression(node) &&
      (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require')
    ) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(from, readFileSync(from, 'utf8'), ts.ScriptTarget.Latest, true));
  return imports;
}

/** node_modules/preact/hooks/dist/hooks.module.js becomes preact/hooks/dist/hooks.module.js. */
function packagePath(file: string): string {
  return file.replace(/^.*node_modules\//, '');
}

function describeImport({ from, to, typeOnly }: Import): string {
  return `${from} must not import ${typeOnly ? 'types of ' : ''}${to}`;
}
