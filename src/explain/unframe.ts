/**
 * What terminals, mails, chats and spreadsheets put around the lines of an answer, taken off: psql's frames and plus signs, its expanded
 * display, quoted cells, `> `, spaces that are not spaces. A line stays a line, so that it can be pointed at by its number.
 */

/** @returns as many as `text` has; what is only a frame is empty */
export function unframe(text: string): readonly string[] {
  const lines = plain(text).split(/\r\n|\r|\n/);
  const told = lines.filter((line) => line.trim() !== '');
  const isMost = (test: (line: string) => boolean): boolean =>
    told.length > 0 && told.filter((line) => isFrame(line) || test(line)).length >= 0.8 * told.length;
  const isCell =
    !/"Plan"\s{0,99}:/.test(text) && isMost((line) => /^\s*"/.test(line) && /"[,;]?$/.test(line.trimEnd()));
  const peels: ((line: string) => string)[] = [];
  if (isMost((line) => line.trimStart().startsWith('>')))
    peels.push((line) => line.trimStart().replace(/^(?:> ?)+/, ''));
  const isBarred = (line: string): boolean => /^(?:QUERY PLAN)? *[|│║]/.test(line);
  if (isMost(isBarred)) {
    peels.push((line) => (isBarred(line) ? line.replace(/^(?:QUERY PLAN)? *[|│║] ?/, '') : line));
    peels.push((line) => line.trimEnd().replace(/[|│║]$/, ''));
  }
  const lastSign = (line: string): string =>
    line
      .trimEnd()
      .replace(/[|│║]$/, '')
      .trimEnd()
      .slice(-1);
  // The last line of a cell has none.
  if (told.length > 2 && told.filter((line) => '+↵'.includes(lastSign(line) || ' ')).length >= 0.6 * told.length)
    peels.push((line) => line.trimEnd().replace(/[+↵]$/, ''));
  if (isCell) peels.push(cellOf);
  return lines.map((line) => {
    const peeled = peels.reduce((left, peel) => (isFrame(left) ? '' : peel(left)), line);
    return isFrame(peeled) ? '' : peeled.trimEnd();
  });
}

/** The spaces and arrows of word processors and web pages, as a server writes them. */
const plain = (text: string): string =>
  text
    .replaceAll(/[\u{a0}\u{1680}\u{2000}-\u{200a}\u{202f}\u{205f}\u{3000}]/gu, ' ')
    .replaceAll(/[\u{feff}\u{200b}\u{2060}]/gu, '')
    .replaceAll('\t', '        ')
    .replaceAll(/^( *)(?:→|-&gt;|—>|–>)/gm, '$1->');

const cellOf = (line: string): string => {
  const cell = line.trim().replace(/[,;]$/, '');
  return cell.length > 1 ? cell.slice(1, -1).replaceAll('""', '"') : cell;
};

/** psql's header and rules, also as a cell. */
const isFrame = (line: string): boolean => {
  if (line.length > 10_000 && !/^[ |│║]*[-+=─═]/.test(line)) return false;
  const content = line.trim();
  return (
    /^[|│║ "]*QUERY PLAN[|│║ "]*$/i.test(content) ||
    /^[-+=|:─═┼╪┌┐└┘├┤┬┴╔╗╚╝╠╣╤╧]{3,}$/.test(content) ||
    /^[-+]\[ RECORD \d+ \][-+]*$/.test(content)
  );
};
