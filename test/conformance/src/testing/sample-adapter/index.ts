import { createSampleAdapter } from "./adapter.ts";

export default createSampleAdapter();
