const HELPER = 'test/kernel/helper';
const ELEVATION = 'test/kernel/elevation';

/** Abuse cases that other tests are about: their numbers, the file, and the title of the test or of its row. */
export const ABUSES_ELSEWHERE: readonly (readonly [readonly number[], string, string])[] = [
  [[52], `${HELPER}/helperHostile.test.ts`, 'what is no message ends the connection, cleanly'],
  [[53], `${HELPER}/helperHostile.test.ts`, 'more than 500 in a second'],
  [[55], `${HELPER}/helperHostile.test.ts`, '70 kB in one frame'],
  [[56], `${ELEVATION}/stageZero.test.ts`, 'was changed'],
  [[57], `${ELEVATION}/stageZero.test.ts`, 'is a link to /etc/shadow'],
  [[58], `${ELEVATION}/stageZero.test.ts`, 'is /dev/zero'],
  [
    [59],
    `${ELEVATION}/ordinaryUser.test.ts`,
    'cuts off an impostor that connects first, and still finds the helper',
  ],
  [[60], `${ELEVATION}/proof.test.ts`, 'shows the proof of another'],
  [[61, 62], `${HELPER}/helperSocket.test.ts`, 'no user to work for ends it with 77'],
  [[64], `${HELPER}/helperSocket.test.ts`, 'a pid that is not there'],
  [[65], `${HELPER}/helperSocket.test.ts`, 'a pid that was given to another'],
  [[66], `${HELPER}/helperSocket.test.ts`, 'one of another user'],
  [[67], `${HELPER}/helperSocket.test.ts`, 'one that did not start it, but not its own ancestor'],
  [[68], `${HELPER}/helperEnd.test.ts`, 'ends with 77 and a sentence for an ordinary user'],
  [[69], `${HELPER}/helperSocket.test.ts`, 'a symbolic link to a socket'],
  [[71], `${HELPER}/helperSocket.test.ts`, 'a relative path, and one with ..'],
  [[72], `${HELPER}/helperSocket.test.ts`, 'a file'],
  [[73], `${HELPER}/helperSocket.test.ts`, 'a folder others can read'],
  [[74], `${HELPER}/helperSocket.test.ts`, 'below a folder that others can write to'],
  [[75], `${ELEVATION}/proof.test.ts`, 'takes 64 hexadecimal digits only'],
];
