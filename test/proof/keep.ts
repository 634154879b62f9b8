import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromiumPath, launchChromium } from '../browser/chromium.js';
import type { Letter } from '../support/post-office.js';

/** Puts a letter and what came with it into a folder, with pictures of page and PDF where Chromium and pdftoppm are; returns the paths. */
export async function keepLetter(letter: Letter, folder: string): Promise<string[]> {
  const path = (name: string) => join(resolve(folder), name);
  mkdirSync(resolve(folder), { recursive: true });
  writeFileSync(path('mail.eml'), letter.raw);
  for (const { name, bytes } of letter.attachments) writeFileSync(path(name), bytes);
  const files = [path('mail.eml'), ...letter.attachments.map(({ name }) => path(name))];
  const page = letter.attachments.find(({ name }) => name.endsWith('.html'));
  if (page !== undefined && chromiumPath() !== undefined) {
    await photograph(page.bytes.toString(), path('page.png'));
    files.push(path('page.png'));
  }
  const pdf = letter.attachments.find(({ name }) => name.endsWith('.pdf'));
  return pdf !== undefined && drawnPages(path(pdf.name), path('pdf')) ? [...files, path('pdf-1.png …')] : files;
}

async function photograph(html: string, path: string): Promise<void> {
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 900, height: 1_400 } });
  await page.setContent(html);
  await page.screenshot({ path, fullPage: true });
  await browser.close();
}

/** The PDF's pages as pictures; false where pdftoppm is not installed. */
function drawnPages(pdf: string, prefix: string): boolean {
  try {
    execFileSync('pdftoppm', ['-png', '-r', '80', pdf, prefix]);
    return true;
  } catch {
    return false;
  }
}
