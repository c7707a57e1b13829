/** Rows of a name, a number and a bar on one scale. The number says it; the bar is for the eye. */
interface Row {
  readonly key: string;
  readonly label: string;
  readonly count: number;
}

export const Bars = (props: {
  readonly caption: string;
  readonly what: string;
  readonly howMany: string;
  readonly rows: readonly Row[];
  readonly testid: string;
}) => {
  const { caption, what, howMany, rows, testid } = props;
  if (rows.length === 0) return null;
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <table class="bars" data-testid={testid}>
      <caption>{caption}</caption>
      <thead class="sr">
        <tr>
          <th scope="col">{what}</th>
          <th scope="col">{howMany}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, count }) => (
          <tr key={key}>
            <th scope="row" class="break">
              {label}
            </th>
            <td>
              <span>{count}</span>
              <svg class="told-bar" viewBox={`0 0 ${most} 1`} preserveAspectRatio="none" aria-hidden="true">
                <rect width={count} height="1" />
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
