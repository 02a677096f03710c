/** Fields of a press and of its page, beside those of the form that was filled in. */
const isOfThePage = (name: string): boolean => /^(said|same|apart)\.|^(do|change|key|ring|reader)$/.test(name);

/** What has been typed into the form, carried along unseen by a page between it and the raise. */
export const Carried = ({ values }: { values: URLSearchParams }) =>
  [...values].map(([name, value], nth) => !isOfThePage(name) && <input key={nth} type="hidden" name={name} value={value} />);
