/** A sentence whose names and SQL stand between backticks. Whatever it says, it is text. */
export function CodeInWords({ text }: { text: string }) {
  const parts = text.split('`');
  // The parts of a sentence never change places. A backtick without a second one is a backtick.
  return parts.map((part, index) => {
    if (index % 2 === 0) return part;
    return index === parts.length - 1 ? `\`${part}` : <code key={index}>{part}</code>;
  });
}
