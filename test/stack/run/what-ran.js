/** Lists, after the last test, which suites ran and which were skipped for want of a program. */
class WhatRan {
  onRunComplete(_contexts, { testResults }) {
    const suites = new Map();
    for (const { ancestorTitles, status } of testResults.flatMap((file) => file.testResults)) {
      const [title = ''] = ancestorTitles;
      const counts = suites.get(title) ?? { passed: 0, failed: 0, skipped: 0 };
      counts[status === 'passed' || status === 'failed' ? status : 'skipped'] += 1;
      suites.set(title, counts);
    }
    const lines = [...suites].map(([title, { passed, failed, skipped }]) => {
      const state = failed > 0 ? 'failed ' : passed > 0 ? 'ran    ' : 'skipped';
      return `${state}   ${title}: ${passed} passed, ${failed} failed, ${skipped} skipped`;
    });
    process.stdout.write(`\n${lines.join('\n')}\n`);
  }
}

module.exports = WhatRan;
