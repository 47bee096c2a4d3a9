import { DefaultReporter, type TestCase, type TestModule, type TestSpecification } from "vitest/node";

const slowest = 10;

/**
 * One line for each file that is done, with how many are done of all and the time since the start; a terminal has
 * vitest's own summary below. At the end: the failures, the totals, and which files took longest.
 */
export default class ProgressReporter extends DefaultReporter {
  #files = 0;
  #done = 0;

  override onTestRunStart(specifications: readonly TestSpecification[]): void {
    this.#files = specifications.length;
    this.#done = 0;
    super.onTestRunStart(specifications);
  }

  protected override printTestModule(module: TestModule): void {
    this.#done += 1;
    const progress = `${String(this.#done).padStart(String(this.#files).length)}/${this.#files}`;
    const elapsed = formatElapsed(performance.now() - this.start);
    const mark = module.ok() ? "✓" : "✗";
    this.log(`${progress} ${elapsed} ${mark} ${describeModule(module)}`);
    for (const test of module.children.allTests("failed"))
      this.log(`  ✗ ${test.fullName}: ${describeFailure(test)}`);
  }

  override onTestRunEnd(...[modules, errors, reason]: Parameters<DefaultReporter["onTestRunEnd"]>): void {
    super.onTestRunEnd(modules, errors, reason);
    const longest = modules.toSorted((one, other) => durationOf(other) - durationOf(one)).slice(0, slowest);
    if (longest.length < 2) return;
    this.log("The files that took longest:");
    for (const module of longest) this.log(`  ${describeModule(module)}`);
  }
}

function describeModule(module: TestModule): string {
  const tests = [...module.children.allTests()].length;
  const seconds = (durationOf(module) / 1000).toFixed(1);
  return `${module.project.name} ${module.relativeModuleId} (${tests} test${tests === 1 ? "" : "s"}, ${seconds} s)`;
}

/** The first line; the whole is told at the end. */
function describeFailure(test: TestCase): string {
  const [error] = test.result().errors ?? [];
  return error?.message.split("\n", 1)[0] ?? "no error was given";
}

function durationOf(module: TestModule): number {
  return module.diagnostic().duration;
}

function formatElapsed(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
