/** Quotes, quoted names and comments: where a semicolon ends nothing. */
const PIECES = /'(?:[^'\\]|\\.|'')*'|`(?:[^`\\]|\\.)*`|"(?:[^"\\]|\\.)*"|--[^\n]*|\/\*[\s\S]*?\*\/|;/g;

/** The statements of one SQL file, in order, without the semicolons between them. */
export function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let begin = 0;
  for (const piece of sql.matchAll(PIECES)) {
    if (piece[0] !== ';') continue;
    statements.push(sql.slice(begin, piece.index));
    begin = piece.index + 1;
  }
  statements.push(sql.slice(begin));
  return statements.map((statement) => statement.trim()).filter(hasCode);
}

function hasCode(statement: string): boolean {
  return statement.replaceAll(PIECES, (piece) => (/^(--|\/\*)/.test(piece) ? '' : piece)).trim() !== '';
}
