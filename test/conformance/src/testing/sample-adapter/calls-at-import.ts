import { createSampleAdapter } from "./adapter.ts";

await fetch("http://127.0.0.1:9/warm-up").catch(() => undefined);

export default createSampleAdapter();
