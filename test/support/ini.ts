/** The sections of an INI file; keys before the first section stand under the empty name. */
export interface Ini {
  readonly [section: string]: { readonly [key: string]: string };
}

/**
 * Reads an INI file of one setting a line, as Grafana's parser (gopkg.in/ini.v1) does.
 *
 * @throws when a line is neither section, setting, comment nor blank, or when a setting stands twice
 */
export function readIni(text: string): Ini {
  const sections: { [section: string]: { [key: string]: string } } = {};
  let name = '';
  for (const [index, line] of text.split('\n').entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith(';')) continue;
    const section = /^\[([^\]]+)\]$/.exec(trimmed);
    if (section) {
      name = section[1]!;
      continue;
    }
    const [, key, value = ''] = /^([^=:\s]+)\s*=\s*(.*)$/.exec(trimmed) ?? [];
    if (key === undefined) throw new Error(`line ${index + 1} is no INI: ${trimmed}`);
    const settings = (sections[name] ??= {});
    if (key in settings) throw new Error(`line ${index + 1} sets [${name}] ${key} again`);
    settings[key] = unquoted(value.trim());
  }
  return sections;
}

/** As go-ini reads a value: only backticks and triple quotes keep a `#` or `;`, which else begins a comment. */
function unquoted(value: string): string {
  const literal = /^"""(.*)"""$/.exec(value) ?? /^`(.*)`$/.exec(value);
  if (literal) return literal[1]!;
  const plain = value.split(/[#;]/)[0]!.trim();
  return /^(["']).*\1$/.test(plain) && plain.length > 1 ? plain.slice(1, -1) : plain;
}
