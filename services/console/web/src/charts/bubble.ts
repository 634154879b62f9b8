/** What a chart says where one points: elements rather than markup, for inline styles in markup are what the content security policy forbids. */
export function bubble(title: string, rows: readonly (readonly [string, string])[]): HTMLElement {
  const box = document.createElement('div');
  box.className = 'chart-tip';
  const head = document.createElement('strong');
  head.textContent = title;
  box.append(head);
  for (const [name, value] of rows) {
    const row = document.createElement('div');
    const left = document.createElement('span');
    left.textContent = name;
    const right = document.createElement('b');
    right.textContent = value;
    row.append(left, right);
    box.append(row);
  }
  return box;
}
