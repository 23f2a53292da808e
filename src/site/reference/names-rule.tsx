import type { Reference } from './reference.ts';

/** The one rule that maps Python's names to ours, and the few signs that TypeScript cannot give another meaning. */
export function NamesRule({ names }: { names: Reference['names'] }) {
  return (
    <section aria-labelledby="names">
      <h2 id="names">One rule for names</h2>
      <p>
        <strong>
          What Python calls <code>snake_case</code> is <code>camelCase</code> here; classes and constants keep their
          names; keyword arguments become one object, which comes last.
        </strong>{' '}
        The rule holds inside that object as well: <code>update_fields</code> is <code>updateFields</code>. Two
        underscores still cross a foreign key or name a lookup, as in <code>product__price__gt</code>.
      </p>
      <p>What is left are the signs to which TypeScript gives no second meaning, and the waiting that Python hides:</p>
      <ul>
        <li>
          <code>+ - * / %</code> of <code>F</code> become the methods <code>plus</code>, <code>minus</code>,{' '}
          <code>times</code>, <code>dividedBy</code>, <code>modulo</code>; <code>&amp; | ~</code> of <code>Q</code>{' '}
          become <code>and</code>, <code>or</code>, <code>not</code>.
        </li>
        <li>
          A slice, <code>[10:20]</code>, becomes <code>.slice(10, 20)</code>.
        </li>
        <li>
          What may ask a database is awaited: a queryset, a method, and a property such as <code>order.product</code>.
        </li>
      </ul>
      <table className="names-table">
        <thead>
          <tr>
            <th scope="col">Django</th>
            <th scope="col">Here</th>
          </tr>
        </thead>
        <tbody>
          {names.map(({ djangoHtml, hereHtml }) => (
            <tr key={hereHtml}>
              <td>
                <Code html={djangoHtml} />
              </td>
              <td>
                <Code html={hereHtml} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const Code = ({ html }: { html: string }) => <code dangerouslySetInnerHTML={{ __html: html }} />;
