import { open } from 'node:fs/promises';
import * as vscode from 'vscode';

const ELF_MAGIC = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);

/** The path of the ELF file that the active tab shows, in whatever editor. */
export async function activeBinary(): Promise<string | undefined> {
  const input: unknown = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const uri =
    input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom
      ? input.uri
      : undefined;
  return uri?.scheme === 'file' && (await isElf(uri.fsPath)) ? uri.fsPath : undefined;
}

async function isElf(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
      return bytesRead === 4 && buffer.equals(ELF_MAGIC);
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}
