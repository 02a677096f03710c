import type { PackBlock, PackInWords } from "../core/learning/pack-words.ts";
import { Part } from "./learning-parts.tsx";
import type { Content } from "./page.tsx";

/** The pack of a call as it is read and printed. `call` is the address of its call. */
export function packPage({ title, marking, reference, sections }: PackInWords, call: string): Content {
  const body = (
    <article className="app-print">
      <p className="app-print__mark">{marking}. Names nobody</p>
      <h1 className="nhsuk-heading-l nhsuk-u-margin-bottom-2">
        <span className="nhsuk-caption-l">The pack</span>
        {title}
      </h1>
      <p className="app-print__ways">
        <a href={call}>Back to the call</a> <a href={`${call}/pack.pdf`}>As a PDF</a>{" "}
        <a href={`${call}/pack.csv`}>As a spreadsheet (CSV)</a>
      </p>
      {sections.map(({ heading, blocks }, nth) => (
        <Part key={heading} id={`part-${nth + 1}`} title={heading}>
          {blocks.map((block, place) => (
            <Block key={place} block={block} />
          ))}
        </Part>
      ))}
      <p className="app-print__limits">{reference}</p>
    </article>
  );
  return { title: `Pack: ${title}`, body, here: "/learning" };
}

const Block = ({ block }: { block: PackBlock }) =>
  block.kind === "words" ? (
    <p>{block.text}</p>
  ) : (
    <section className="app-print__fact">
      <h3 className="nhsuk-heading-s nhsuk-u-margin-bottom-1">{block.title}</h3>
      {block.why && <p className="app-whose">{block.why}</p>}
      <ul className="app-pack__lines">
        {block.lines.map((line, nth) => (
          <li key={nth}>{line}</li>
        ))}
      </ul>
    </section>
  );
