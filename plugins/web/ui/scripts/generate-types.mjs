// SPDX-License-Identifier: Apache-2.0
// Writes src/generated/contracts.ts from the contracts' descriptions, sdk/contracts/*.lock.
// CURANTE_CONTRACTS_DIR names another directory.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const source = process.env.CURANTE_CONTRACTS_DIR ?? join(here, '../../../../sdk/contracts');
const target = join(here, '../src/generated/contracts.ts');

const leaves = {
  bool: 'boolean',
  int32: 'number',
  int64: 'number',
  double: 'number',
  money: 'number',
  string: 'string',
  bytes: 'string',
  date: 'string',
  instant: 'string',
};

function namespaceOf(id) {
  const [name, revision] = id.split('/');
  return name.replaceAll('-', '_') + (revision === '1' ? '' : `_${revision}`);
}

function typeOf(member, known) {
  let type = leaves[member.type];
  if (member.type === 'enum') type = member.values.map((value) => `'${value}'`).join(' | ');
  // What is neither a leaf nor a struct is a text with a rule: Id, FiscalCode, Nre, Aic.
  if (!type) type = known.has(member.type) ? member.type : 'string';
  if (member.list) type = type.includes('|') ? `(${type})[]` : `${type}[]`;
  return member.optional ? `${type} | null` : type;
}

function struct(name, members, known) {
  const lines = members.map((member) => `    ${member.name}: ${typeOf(member, known)};`);
  return [`  export interface ${name} {`, ...lines, '  }'].join('\n');
}

const files = readdirSync(source)
  .filter((name) => name.endsWith('.lock'))
  .sort();
if (files.length === 0) {
  console.error(`no contract descriptions (*.lock) in ${source}: the screens' types come from them`);
  process.exit(1);
}

const out = ['// Made by scripts/generate-types.mjs from the contracts; not to be edited.'];
const table = ['export interface Calls {'];
for (const file of files) {
  const contract = JSON.parse(readFileSync(join(source, file), 'utf8'));
  const open = contract.calls.filter((call) => call.public);
  if (open.length === 0) continue;
  const space = namespaceOf(contract.id);
  const known = new Set(Object.keys(contract.types));
  out.push(`export namespace ${space} {`);
  for (const [name, members] of Object.entries(contract.types)) {
    out.push(struct(name, members, known));
  }
  out.push('}');
  table.push(`  '${contract.id}': {`);
  for (const call of open) {
    const shape = `request: ${space}.${call.request}; reply: ${space}.${call.reply}`;
    table.push(`    ${call.name}: { ${shape} };`);
  }
  table.push('  };');
}
table.push('}');
out.push(...table);
mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, out.join('\n') + '\n');
