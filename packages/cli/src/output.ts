/** Everything a command prints for people or programs goes through here. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** Plain text columns; numbers are right-aligned. Nothing to show is said, so that it cannot be taken for a failure. */
export function printTable(rows: readonly Readonly<Record<string, string | number>>[]): void {
  const first = rows[0];
  if (first === undefined) {
    print('(none)');
    return;
  }
  const names = Object.keys(first);
  const widths = names.map((name) => Math.max(name.length, ...rows.map((row) => String(row[name] ?? '').length)));
  print(
    names
      .map((name, column) => name.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  for (const row of rows) {
    const cells = names.map((name, column) => {
      const value = row[name] ?? '';
      const width = widths[column] ?? 0;
      return typeof value === 'number' ? String(value).padStart(width) : value.padEnd(width);
    });
    print(cells.join('  ').trimEnd());
  }
}
