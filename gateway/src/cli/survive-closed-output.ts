/**
 * Whoever reads our output may stop reading (`| head`), and the file that it goes to may lie on a full disk: both end the
 * command in good order, instead of as an error that nobody handles. 141 is what a shell calls a closed pipe.
 */
export function surviveClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", ({ code }: NodeJS.ErrnoException) => {
      if (code === "EPIPE") process.exit(141);
      if (stream === process.stdout)
        process.stderr.write(`The output cannot be written (${code ?? "no further word"}).\n`);
      process.exit(1);
    });
}
