// Writes src/ui/src/icons_data.rs from icons.txt and the @tabler/icons package (MIT). Run by `npm run icons`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const tabler = join(here, '../../node_modules/@tabler/icons/icons');

/** IconArrowUpRight -> arrow-up-right, IconMenu2 -> menu-2, IconH1 -> h-1 */
const fileName = (name) =>
  name.slice('Icon'.length).replace(/Filled$/, '').replace(/([a-z0-9])([A-Z])/g, '$1-$2').replace(/([a-zA-Z])([0-9])/g, '$1-$2').toLowerCase();

/** The icon's shapes as one path; each sub-path starts with an absolute move, so they can stand in one string. */
function pathData(name) {
  const file = join(tabler, name.endsWith('Filled') ? 'filled' : 'outline', `${fileName(name)}.svg`);
  if (!existsSync(file)) throw new Error(`${name}: no such icon (${file})`);
  const paths = [...readFileSync(file, 'utf8').matchAll(/<path\b([^>]*)\/>/g)].map((match) => match[1]);
  const shapes = paths.filter((attributes) => !attributes.includes('M0 0h24v24H0z'));
  return shapes
    .map((attributes) => {
      const data = /\bd="([^"]+)"/.exec(attributes)?.[1];
      if (!data || /\b(fill|stroke|transform)=/.test(attributes)) throw new Error(`${name}: an attribute this script does not know`);
      return data.replace(/^m\s*(-?[\d.]+)[\s,]*(-?[\d.]+)\s*(?=[a-z]|$)/i, 'M$1 $2');
    })
    .map((data) => {
      if (!data.startsWith('M')) throw new Error(`${name}: starts with a relative move`);
      return data.replace(/\s+/g, ' ').replace(/ -/g, '-').replace(/ ?([a-zA-Z]) ?/g, '$1');
    })
    .join('');
}

const names = readFileSync(join(here, 'icons.txt'), 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));
const sorted = [...new Set(names)].sort((a, b) => (a < b ? -1 : 1));
const rows = sorted.map((name) => `    ("${name}", "${pathData(name)}"),`);
writeFileSync(
  join(here, 'src/icons_data.rs'),
  `//! Outlines of the icons named in \`icons.txt\`, from Tabler Icons (MIT licence). Written by \`npm run icons\`.

/// Name and path data in a 24 by 24 box, sorted by name.
#[rustfmt::skip]
pub static ICONS: [(&str, &str); ${rows.length}] = [
${rows.join('\n')}
];
`,
);
console.log(`${rows.length} icons`);
