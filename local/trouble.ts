/** Something that keeps one machine from starting, and the one thing to do about it. Shown as a single line, without a stack. */
export class Trouble extends Error {
  override readonly name = "Trouble";
}
