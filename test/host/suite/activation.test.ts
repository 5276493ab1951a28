import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

const ID = 'probescope.probescope';

describe('the packaged extension', () => {
  it('is there and activates', async () => {
    const extension = vscode.extensions.getExtension(ID);
    assert.ok(extension, `${ID} is not installed`);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers every command of its manifest', async () => {
    const extension = vscode.extensions.getExtension(ID);
    const manifest = extension?.packageJSON as {
      contributes: { commands: readonly { command: string }[] };
    };
    const declared = manifest.contributes.commands.map(each => each.command);
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      declared.filter(command => !registered.has(command)),
      [],
    );
  });
});
