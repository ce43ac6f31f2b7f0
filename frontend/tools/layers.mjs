/* ESLint rule `cierre/layers`: who may import whom.
   shared imports only shared; a feature imports itself and shared; app (and the gallery) imports everything.
   A barrel (index.ts, `export *`) is refused, since it hides who uses what. */
import path from 'node:path';

const SRC = path.resolve(import.meta.dirname, '../src');

function layerOf(file) {
  const [top, second] = path.relative(SRC, file).split(path.sep);
  if (top === 'features') return `features/${second}`;
  return top;
}

function resolve(source, from) {
  if (source.startsWith('#')) return path.join(SRC, source.slice(1));
  if (source.startsWith('.')) return path.resolve(path.dirname(from), source);
  return undefined;
}

function refusal(from, to) {
  if (from === to || from === 'app' || from === 'gallery' || to === 'shared') return undefined;
  if (from === 'shared') return `shared must not import ${to}`;
  return `${from} must not import ${to}: what two features need belongs to shared`;
}

const rule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = context.filename;
    if (!file.startsWith(SRC)) return {};
    const from = layerOf(file);
    function check(node) {
      const source = node.source?.value;
      if (typeof source !== 'string') return;
      const target = resolve(source, file);
      const message = target && refusal(from, layerOf(target));
      if (message) context.report({ node, message });
    }
    return {
      Program(node) {
        if (/^index\.tsx?$/.test(path.basename(file))) context.report({ node, message: 'no barrels' });
      },
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration(node) {
        context.report({ node, message: 'no barrels: export by name from where it is written' });
      },
    };
  },
};

export default { rules: { layers: rule } };
